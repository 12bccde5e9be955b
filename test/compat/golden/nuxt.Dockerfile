# the image of nuxt, made by cdk-nodejs-image
# node: 24 (default: the project declares no version of Node.js)
# package manager: npm (package-lock.json: it is the lockfile of this manager)
# native modules: none (package-lock.json: the install scripts of dependencies need no compiler: esbuild)
# framework: Nuxt (package.json: dependencies.nuxt, nuxt.config.ts: its build writes a server with everything that it needs to .output)
# build script: build (package.json: scripts.build: there is a script of this name)
# build output: .output (package.json: dependencies.nuxt, nuxt.config.ts: Nuxt writes there)
# start: node .output/server/index.mjs (package.json: dependencies.nuxt, nuxt.config.ts: no script starts what Nuxt builds for production, and this does)
# port: 3000 (package.json: dependencies.nuxt, nuxt.config.ts: Nuxt listens on it unless it is told otherwise)
# gates: test, start

ARG NODE_BUILD_IMAGE
ARG NODE_RUNTIME_IMAGE

FROM ${NODE_BUILD_IMAGE:-public.ecr.aws/docker/library/node:24-trixie-slim} AS base
WORKDIR /app

# what installing reads, and nothing else: a changed source installs nothing again
FROM base AS manifests
COPY app/package-lock.json app/package.json ./

# the script "postinstall" reads sources while dependencies are installed: nuxt prepare writes types that only development and the build read
FROM manifests AS deps
COPY app/ ./
RUN --mount=type=cache,id=nodejs-image-npm,target=/root/.npm \
    npm ci --no-audit --no-fund --ignore-scripts
RUN --mount=type=bind,source=image/scripts.mjs,target=/scripts.mjs \
    node /scripts.mjs npm \
    && npm run postinstall

FROM deps AS source

FROM source AS build
RUN npm run build

FROM source AS gate-test
ARG GATE_ON_FAILURE=fail
RUN --network=none \
    --mount=type=bind,source=image/gate.mjs,target=/gate.mjs \
    node /gate.mjs run test --timeout=900 -- npm run test

# the release has what the server of Nuxt reads
FROM build AS files
RUN --mount=type=bind,source=image/collect.mjs,target=/collect.mjs \
    --mount=type=bind,source=app,target=/sources \
    node /collect.mjs /output/files/ --reads package.json --whole .output .output --start node .output/server/index.mjs

FROM ${NODE_RUNTIME_IMAGE:-public.ecr.aws/docker/library/node:24-trixie-slim} AS app
WORKDIR /app
ARG TARGETARCH
COPY --link --chmod=755 image/init-${TARGETARCH} /init
COPY --link --from=files /output/files/ ./
ENV NODE_ENV=production
LABEL org.opencontainers.image.title=nuxt \
    org.opencontainers.image.version=1.0.0
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["node", "-e", "require(\"net\").connect(process.env.NITRO_PORT||process.env.PORT||3000,\"127.0.0.1\").on(\"connect\",()=>process.exit(0)).on(\"error\",()=>process.exit(1))"]
USER 1000:1000
ENTRYPOINT ["/init"]
CMD ["node", ".output/server/index.mjs"]

# starts the image as it will run: what lacks a module, a file or a program is not released
FROM app AS gate-start
USER 0
ARG GATE_ON_FAILURE=fail
RUN --network=none \
    --mount=type=bind,source=image/start.mjs,target=/start.mjs \
    ["node", "/start.mjs", "--user=1000:1000", "--directory=/app", "--timeout=60", "--port=3000", "--health=node", "--health=-e", "--health=require(\"net\").connect(process.env.NITRO_PORT||process.env.PORT||3000,\"127.0.0.1\").on(\"connect\",()=>process.exit(0)).on(\"error\",()=>process.exit(1))", "--asks-port", "--unset=TARGETARCH", "--", "/init", "node", ".output/server/index.mjs"]
USER 1000:1000

# what the gates wrote: docker build --target test-report --build-arg GATE_ON_FAILURE=record --output type=local,dest=DIRECTORY .
FROM scratch AS test-report
COPY --link --from=gate-test /gates/test/ /test/
COPY --link --from=gate-start /gates/start/ /start/

# takes of each gate an empty directory, which is there only if it passed
FROM app AS release
COPY --link --from=gate-test /passed/test/ /
COPY --link --from=gate-start /passed/start/ /
