# the image of next, made by cdk-nodejs-image
# node: 24 (default: the project declares no version of Node.js)
# package manager: npm (package-lock.json: it is the lockfile of this manager)
# native modules: none (package-lock.json: no dependency has an install script, or comes from git or from a directory)
# framework: Next.js (package.json: dependencies.next, package.json: scripts.build: the build is told to make a server that stands alone, so that the server lies in .next/standalone with the modules it needs)
# build script: build (package.json: scripts.build: there is a script of this name)
# build output: .next (package.json: dependencies.next, package.json: scripts.build: Next.js writes there)
# start: node server.js (package.json: scripts.start: in place of next start: the build is told to make a server that stands alone, so that the server lies in .next/standalone with the modules it needs)
# port: 3000 (package.json: dependencies.next, package.json: scripts.build: Next.js listens on it unless it is told otherwise)
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

FROM deps AS source
COPY app/ ./

FROM source AS build
ENV NEXT_PRIVATE_STANDALONE=true
RUN npm run build

FROM source AS gate-test
ARG GATE_ON_FAILURE=fail
RUN --network=none \
    --mount=type=bind,source=image/gate.mjs,target=/gate.mjs \
    node /gate.mjs run test --timeout=900 -- npm run test

# the release has what the server of Next.js reads
FROM build AS files
RUN --mount=type=bind,source=image/collect.mjs,target=/collect.mjs \
    --mount=type=bind,source=app,target=/sources \
    node /collect.mjs /output/files/ --reads package.json --if-present public --whole .next/standalone . --whole .next/static .next/static --without .next/cache --start node server.js
RUN mkdir -p /output/files/.next/cache /output/writable/.next \
    && mv /output/files/.next/cache /output/writable/.next/cache

FROM ${NODE_RUNTIME_IMAGE:-public.ecr.aws/docker/library/node:24-trixie-slim} AS app
WORKDIR /app
ARG TARGETARCH
COPY --link --chmod=755 image/init-${TARGETARCH} /init
COPY --link --from=files /output/files/ ./
COPY --link --chown=1000:1000 --from=files /output/writable/.next/cache/ ./.next/cache/
ENV NODE_ENV=production \
    HOSTNAME=0.0.0.0
LABEL org.opencontainers.image.title=next \
    org.opencontainers.image.version=1.0.0
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["node", "-e", "require(\"net\").connect(process.env.PORT||3000,\"127.0.0.1\").on(\"connect\",()=>process.exit(0)).on(\"error\",()=>process.exit(1))"]
USER 1000:1000
ENTRYPOINT ["/init"]
CMD ["node", "server.js"]

# starts the image as it will run: what lacks a module, a file or a program is not released
FROM app AS gate-start
USER 0
ARG GATE_ON_FAILURE=fail
RUN --network=none \
    --mount=type=bind,source=image/start.mjs,target=/start.mjs \
    ["node", "/start.mjs", "--user=1000:1000", "--directory=/app", "--timeout=60", "--port=3000", "--health=node", "--health=-e", "--health=require(\"net\").connect(process.env.PORT||3000,\"127.0.0.1\").on(\"connect\",()=>process.exit(0)).on(\"error\",()=>process.exit(1))", "--asks-port", "--unset=TARGETARCH", "--", "/init", "node", "server.js"]
USER 1000:1000

# what the gates wrote: docker build --target test-report --build-arg GATE_ON_FAILURE=record --output type=local,dest=DIRECTORY .
FROM scratch AS test-report
COPY --link --from=gate-test /gates/test/ /test/
COPY --link --from=gate-start /gates/start/ /start/

# takes of each gate an empty directory, which is there only if it passed
FROM app AS release
COPY --link --from=gate-test /passed/test/ /
COPY --link --from=gate-start /passed/start/ /
