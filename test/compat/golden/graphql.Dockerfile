# the image of compat-graphql, made by cdk-nodejs-image
# node: 24 (default: the project declares no version of Node.js)
# package manager: npm (package-lock.json: it is the lockfile of this manager)
# native modules: none (package-lock.json: no dependency has an install script, or comes from git or from a directory)
# build script: build (package.json: scripts.build: there is a script of this name)
# build output: dist (package.json: scripts.build: the tools that the build runs write there)
# start: node dist/index.js (package.json: scripts.start: runs without a shell, so that it gets SIGTERM)
# port: 4000 (src/index.ts: it listens there)
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

FROM manifests AS prod-deps
RUN --mount=type=cache,id=nodejs-image-npm,target=/root/.npm \
    npm ci --omit=dev --no-audit --no-fund --ignore-scripts

# the files of dependencies that the project names; while they are the same, nothing is taken out again
FROM prod-deps AS named
RUN --mount=type=bind,source=image/prune.mjs,target=/prune.mjs \
    --mount=type=bind,source=app,target=/sources \
    node /prune.mjs --names /output/modules.json node_modules

# the dependencies without what nothing loads: types, source maps, documentation, tests
FROM prod-deps AS modules
RUN --mount=type=bind,source=image/prune.mjs,target=/prune.mjs \
    --mount=type=bind,from=named,source=/output/modules.json,target=/output/modules.json \
    node /prune.mjs --list /output/modules.json node_modules

FROM deps AS source
COPY app/ ./

FROM source AS build
RUN npm run build

FROM build AS gate-test
ARG GATE_ON_FAILURE=fail
RUN --network=none \
    --mount=type=bind,source=image/gate.mjs,target=/gate.mjs \
    node /gate.mjs run test --timeout=900 -- npm run test

# the release has everything but what nothing reads at run time: tests, compiled sources, settings of tools, documentation
FROM build AS files
RUN --mount=type=bind,source=image/collect.mjs,target=/collect.mjs \
    --mount=type=bind,source=app,target=/sources \
    --mount=type=bind,from=deps,source=/app,target=/prepared \
    --mount=type=bind,from=prod-deps,source=/app,target=/production \
    node /collect.mjs /output/files/ --entry dist/index.js --modules /prepared /production --start node dist/index.js

FROM ${NODE_RUNTIME_IMAGE:-public.ecr.aws/docker/library/node:24-trixie-slim} AS app
WORKDIR /app
ARG TARGETARCH
COPY --link --chmod=755 image/init-${TARGETARCH} /init
COPY --link --from=modules /app/node_modules ./node_modules
COPY --link --from=files /output/files/ ./
ENV NODE_ENV=production
LABEL org.opencontainers.image.title=compat-graphql \
    org.opencontainers.image.version=1.0.0
EXPOSE 4000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["node", "-e", "require(\"net\").connect(4000,\"127.0.0.1\").on(\"connect\",()=>process.exit(0)).on(\"error\",()=>process.exit(1))"]
USER 1000:1000
ENTRYPOINT ["/init"]
CMD ["node", "dist/index.js"]

# starts the image as it will run: what lacks a module, a file or a program is not released
FROM app AS gate-start
USER 0
ARG GATE_ON_FAILURE=fail
RUN --network=none \
    --mount=type=bind,source=image/start.mjs,target=/start.mjs \
    ["node", "/start.mjs", "--user=1000:1000", "--directory=/app", "--timeout=60", "--port=4000", "--health=node", "--health=-e", "--health=require(\"net\").connect(4000,\"127.0.0.1\").on(\"connect\",()=>process.exit(0)).on(\"error\",()=>process.exit(1))", "--asks-port", "--unset=TARGETARCH", "--", "/init", "node", "dist/index.js"]
USER 1000:1000

# what the gates wrote: docker build --target test-report --build-arg GATE_ON_FAILURE=record --output type=local,dest=DIRECTORY .
FROM scratch AS test-report
COPY --link --from=gate-test /gates/test/ /test/
COPY --link --from=gate-start /gates/start/ /start/

# takes of each gate an empty directory, which is there only if it passed
FROM app AS release
COPY --link --from=gate-test /passed/test/ /
COPY --link --from=gate-start /passed/start/ /
