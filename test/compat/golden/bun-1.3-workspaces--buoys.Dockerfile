# the image of @quay/buoys, made by cdk-nodejs-image
# package of a monorepo: services/buoys (../../package.json: workspaces: a package of the monorepo, it needs packages/units, packages/almanac)
# node: 24 (../../package.json: engines.node: "24" is Node.js 24; base images follow the release line, for its security updates)
# package manager: Bun 1.3.14 (../../package.json: packageManager: "bun@1.3.14" names it)
# native modules: none (bun.lock: bun.lock does not record install scripts, but no dependency depends on a tool that compiles)
# start: node server.js (package.json: scripts.start: runs without a shell, so that it gets SIGTERM)
# port: 3000 (server.js: it listens there)
# gates: test, start

ARG NODE_BUILD_IMAGE
ARG NODE_RUNTIME_IMAGE

FROM ${NODE_BUILD_IMAGE:-public.ecr.aws/docker/library/node:24-trixie-slim} AS base
WORKDIR /app
RUN npm install --global --allow-scripts=bun bun@1.3.14

# what installing reads, and nothing else: a changed source installs nothing again
FROM base AS manifests
COPY app/bun.lock app/package.json ./
COPY app/packages/almanac/package.json packages/almanac/
COPY app/packages/testkit/package.json packages/testkit/
COPY app/packages/units/package.json packages/units/
COPY app/services/buoys/package.json services/buoys/
COPY app/services/tides/package.json services/tides/

FROM manifests AS deps
RUN --mount=type=cache,id=nodejs-image-bun,target=/root/.bun/install/cache \
    bun install --frozen-lockfile --ignore-scripts --filter=quay --filter=@quay/buoys --backend=copyfile
RUN --mount=type=bind,source=image/scripts.mjs,target=/scripts.mjs node /scripts.mjs bun

FROM manifests AS prod-deps
RUN --mount=type=cache,id=nodejs-image-bun,target=/root/.bun/install/cache \
    bun install --production --frozen-lockfile --ignore-scripts --filter=quay --filter=@quay/buoys --backend=copyfile
RUN --mount=type=bind,source=image/workspace.mjs,target=/workspace.mjs \
    --mount=type=bind,source=image/scripts.mjs,target=/scripts.mjs \
    node /scripts.mjs bun \
    && node /workspace.mjs gather /output/modules/ packages/units packages/almanac services/buoys

# the files of dependencies that the project names; while they are the same, nothing is taken out again
FROM prod-deps AS named
RUN --mount=type=bind,source=image/prune.mjs,target=/prune.mjs \
    --mount=type=bind,source=app,target=/sources \
    node /prune.mjs --names /output/modules.json node_modules /output/modules/

# the dependencies without what nothing loads: types, source maps, documentation, tests
# and apart those of packages of the monorepo: images that need the same packages have them as one layer
FROM prod-deps AS modules
RUN --mount=type=bind,source=image/prune.mjs,target=/prune.mjs \
    --mount=type=bind,source=image/workspace.mjs,target=/workspace.mjs \
    --mount=type=bind,from=named,source=/output/modules.json,target=/output/modules.json \
    node /prune.mjs --list /output/modules.json node_modules /output/modules/ \
    && node /workspace.mjs share /output/shared/ /output/modules/ packages/units

FROM deps AS source
COPY app/ ./

# the packages of the monorepo that this one needs, each after those it needs itself
FROM source AS packages
RUN bun --cwd=packages/almanac run build

FROM packages AS gate-test
ARG GATE_ON_FAILURE=fail
WORKDIR /app/services/buoys
RUN --network=none \
    --mount=type=bind,source=image/gate.mjs,target=/gate.mjs \
    node /gate.mjs run test --timeout=900 -- bun run test

# the release has everything but what nothing reads at run time: tests, compiled sources, settings of tools, documentation; and what is needed of packages/units, packages/almanac
FROM packages AS files
RUN --mount=type=bind,source=image/collect.mjs,target=/collect.mjs \
    --mount=type=bind,source=app,target=/sources \
    --mount=type=bind,from=deps,source=/app,target=/prepared \
    --mount=type=bind,from=prod-deps,source=/app,target=/production \
    node /collect.mjs /output/files/ --package services/buoys --package packages/units --load packages/units/index.js --package packages/almanac --load packages/almanac/dist/index.js --entry server.js --modules /prepared /production --start node server.js

FROM ${NODE_RUNTIME_IMAGE:-public.ecr.aws/docker/library/node:24-trixie-slim} AS app
WORKDIR /app
ARG TARGETARCH
COPY --link --chmod=755 image/init-${TARGETARCH} /init
COPY --link --from=modules /output/shared/ ./
COPY --link --from=modules /app/node_modules ./node_modules
COPY --link --from=modules /output/modules/ ./
COPY --link --from=files /output/files/ ./
WORKDIR /app/services/buoys
ENV NODE_ENV=production
LABEL org.opencontainers.image.title=@quay/buoys \
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
