# the image of yarn-example, made by cdk-nodejs-image
# node: 24 (package.json: engines.node: the newest line with half a year of long-term support that ">=22" allows)
# package manager: Yarn Classic 1.22.22 (package.json: packageManager: "yarn@1.22.22" names it)
# native modules: none (yarn.lock: yarn.lock does not record install scripts, but no dependency depends on a tool that compiles)
# build script: build (package.json: scripts.build: there is a script of this name)
# build output: dist (package.json: scripts.build: the tools that the build runs write there)
# start: node dist/server.js (package.json: scripts.start: runs without a shell, so that it gets SIGTERM)
# port: 8080 (src/server.ts: it listens there)
# gates: test, start

ARG NODE_BUILD_IMAGE
ARG NODE_RUNTIME_IMAGE

FROM ${NODE_BUILD_IMAGE:-public.ecr.aws/docker/library/node:24-trixie-slim} AS base
WORKDIR /app
RUN npm install --global --force yarn@1.22.22

# what installing reads, and nothing else: a changed source installs nothing again
FROM base AS manifests
COPY app/.npmrc app/package.json app/yarn.lock ./

FROM manifests AS deps
RUN --mount=type=cache,id=nodejs-image-yarn,target=/root/.cache/yarn,sharing=locked \
    yarn install --frozen-lockfile --non-interactive --cache-folder=/root/.cache/yarn --ignore-scripts
RUN --mount=type=bind,source=image/scripts.mjs,target=/scripts.mjs node /scripts.mjs yarn

FROM manifests AS prod-deps
RUN --mount=type=cache,id=nodejs-image-yarn,target=/root/.cache/yarn,sharing=locked \
    yarn install --production --frozen-lockfile --non-interactive --cache-folder=/root/.cache/yarn --ignore-scripts
RUN --mount=type=bind,source=image/scripts.mjs,target=/scripts.mjs node /scripts.mjs yarn

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
RUN yarn run build

FROM source AS gate-test
ARG GATE_ON_FAILURE=fail
RUN --network=none \
    --mount=type=bind,source=image/gate.mjs,target=/gate.mjs \
    node /gate.mjs run test --timeout=900 --report=JUNITXML:reports/junit.xml -- yarn run test

# the release has everything but what nothing reads at run time: tests, compiled sources, settings of tools, documentation
FROM build AS files
RUN --mount=type=bind,source=image/collect.mjs,target=/collect.mjs \
    --mount=type=bind,source=app,target=/sources \
    --mount=type=bind,from=deps,source=/app,target=/prepared \
    --mount=type=bind,from=prod-deps,source=/app,target=/production \
    node /collect.mjs /output/files/ --entry dist/server.js --modules /prepared /production --start node dist/server.js

FROM ${NODE_RUNTIME_IMAGE:-public.ecr.aws/docker/library/node:24-trixie-slim} AS app
WORKDIR /app
ARG TARGETARCH
COPY --link --chmod=755 image/init-${TARGETARCH} /init
COPY --link --from=modules /app/node_modules ./node_modules
COPY --link --from=files /output/files/ ./
ENV NODE_ENV=production \
    PORT=8080
LABEL org.opencontainers.image.title=yarn-example \
    org.opencontainers.image.version=1.0.0
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["node", "-e", "fetch(\"http://127.0.0.1:\"+(process.env.PORT||8080)+\"/health\").then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
USER 1000:1000
ENTRYPOINT ["/init"]
CMD ["node", "dist/server.js"]

# starts the image as it will run: what lacks a module, a file or a program is not released
FROM app AS gate-start
USER 0
ARG GATE_ON_FAILURE=fail
RUN --network=none \
    --mount=type=bind,source=image/start.mjs,target=/start.mjs \
    ["node", "/start.mjs", "--user=1000:1000", "--directory=/app", "--timeout=60", "--port=8080", "--health=node", "--health=-e", "--health=fetch(\"http://127.0.0.1:\"+(process.env.PORT||8080)+\"/health\").then(r=>process.exit(r.ok?0:1),()=>process.exit(1))", "--health-path=/health", "--asks-port", "--unset=TARGETARCH", "--", "/init", "node", "dist/server.js"]
USER 1000:1000

# what the gates wrote: docker build --target test-report --build-arg GATE_ON_FAILURE=record --output type=local,dest=DIRECTORY .
FROM scratch AS test-report
COPY --link --from=gate-test /gates/test/ /test/
COPY --link --from=gate-start /gates/start/ /start/

# takes of each gate an empty directory, which is there only if it passed
FROM app AS release
COPY --link --from=gate-test /passed/test/ /
COPY --link --from=gate-start /passed/start/ /
