# the image of compat-static-vite, made by cdk-nodejs-image
# node: 24 (package.json: engines.node: "24" is Node.js 24; base images follow the release line, for its security updates)
# package manager: npm (package-lock.json: it is the lockfile of this manager)
# native modules: none (package-lock.json: the install scripts of dependencies need no compiler: esbuild)
# framework: Vite (package.json: dependencies.vite, package.json: scripts.build: it builds files for browsers)
# build script: build (package.json: scripts.build: there is a script of this name)
# build output: dist (package.json: dependencies.vite, package.json: scripts.build: Vite writes there)
# start: a server of the files in dist (package.json: dependencies.vite, package.json: scripts.build: no script serves what Vite writes to dist, so that a file server in the image does)
# port: 8080 (default: the file server of the image listens on it unless the variable PORT names another one)
# gates: test, start

ARG NODE_BUILD_IMAGE
ARG NODE_RUNTIME_IMAGE

FROM ${NODE_BUILD_IMAGE:-public.ecr.aws/docker/library/node:24-trixie-slim} AS base
WORKDIR /app

# what installing reads, and nothing else: a changed source installs nothing again
FROM base AS manifests
COPY app/package-lock.json app/package.json ./

FROM manifests AS deps
RUN --mount=type=cache,id=nodejs-image-npm,target=/root/.npm \
    npm ci --no-audit --no-fund --ignore-scripts
RUN --mount=type=bind,source=image/scripts.mjs,target=/scripts.mjs node /scripts.mjs npm

FROM deps AS source
COPY app/ ./

FROM source AS build
RUN npm run build

FROM source AS gate-test
ARG GATE_ON_FAILURE=fail
RUN --network=none \
    --mount=type=bind,source=image/gate.mjs,target=/gate.mjs \
    node /gate.mjs run test --timeout=900 -- npm run test

# the release has what the server of Vite reads
FROM build AS files
RUN --mount=type=bind,source=image/collect.mjs,target=/collect.mjs \
    --mount=type=bind,source=app,target=/sources \
    node /collect.mjs /output/files/ --reads package.json --whole dist dist --site dist --start node /static.mjs dist

FROM ${NODE_RUNTIME_IMAGE:-public.ecr.aws/docker/library/node:24-trixie-slim} AS app
WORKDIR /app
ARG TARGETARCH
COPY --link --chmod=755 image/init-${TARGETARCH} /init
COPY --link image/static.mjs /static.mjs
COPY --link --from=files /output/files/ ./
ENV NODE_ENV=production
LABEL org.opencontainers.image.title=compat-static-vite \
    org.opencontainers.image.version=1.0.0
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["node", "-e", "require(\"net\").connect(process.env.PORT||8080,\"127.0.0.1\").on(\"connect\",()=>process.exit(0)).on(\"error\",()=>process.exit(1))"]
USER 1000:1000
ENTRYPOINT ["/init"]
CMD ["node", "/static.mjs", "dist"]

# starts the image as it will run: what lacks a module, a file or a program is not released
FROM app AS gate-start
USER 0
ARG GATE_ON_FAILURE=fail
RUN --network=none \
    --mount=type=bind,source=image/start.mjs,target=/start.mjs \
    ["node", "/start.mjs", "--user=1000:1000", "--directory=/app", "--timeout=60", "--port=8080", "--health=node", "--health=-e", "--health=require(\"net\").connect(process.env.PORT||8080,\"127.0.0.1\").on(\"connect\",()=>process.exit(0)).on(\"error\",()=>process.exit(1))", "--asks-port", "--site", "--unset=TARGETARCH", "--", "/init", "node", "/static.mjs", "dist"]
USER 1000:1000

# what the gates wrote: docker build --target test-report --build-arg GATE_ON_FAILURE=record --output type=local,dest=DIRECTORY .
FROM scratch AS test-report
COPY --link --from=gate-test /gates/test/ /test/
COPY --link --from=gate-start /gates/start/ /start/

# takes of each gate an empty directory, which is there only if it passed
FROM app AS release
COPY --link --from=gate-test /passed/test/ /
COPY --link --from=gate-start /passed/start/ /
