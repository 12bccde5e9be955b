# the image of compat-kysely, made by cdk-nodejs-image
# node: 24 (default: the project declares no version of Node.js)
# package manager: Yarn Berry 4.10.3 (package.json: packageManager: "yarn@4.10.3" names it)
# native modules: none (yarn.lock: yarn.lock does not record install scripts, but no dependency depends on a tool that compiles)
# start: node server.js (package.json: scripts.start: runs without a shell, so that it gets SIGTERM)
# port: 3000 (server.js: it listens there)
# gates: test, start

ARG NODE_BUILD_IMAGE
ARG SERVICE_POSTGRES_IMAGE
ARG SERVICE_REDIS_IMAGE
ARG NODE_RUNTIME_IMAGE

FROM ${NODE_BUILD_IMAGE:-public.ecr.aws/docker/library/node:24-trixie-slim} AS base
WORKDIR /app
RUN npm install --global --force @yarnpkg/cli-dist@4.10.3
ENV YARN_ENABLE_TELEMETRY=0

# what installing reads, and nothing else: a changed source installs nothing again
FROM base AS manifests
COPY app/.yarnrc.yml app/package.json app/yarn.lock ./

FROM manifests AS deps
RUN --mount=type=cache,id=nodejs-image-yarn-berry,target=/root/.yarn/berry \
    env YARN_ENABLE_GLOBAL_CACHE=false YARN_CACHE_FOLDER=/yarn/cache yarn install --immutable --mode=skip-build
RUN --mount=type=bind,source=image/scripts.mjs,target=/scripts.mjs \
    node /scripts.mjs if-any env YARN_ENABLE_GLOBAL_CACHE=false YARN_CACHE_FOLDER=/yarn/cache yarn install --immutable

FROM manifests AS prod-deps
RUN --mount=type=cache,id=nodejs-image-yarn-berry,target=/root/.yarn/berry \
    --mount=type=bind,source=image/scripts.mjs,target=/scripts.mjs \
    node /scripts.mjs without env YARN_ENABLE_GLOBAL_CACHE=false YARN_CACHE_FOLDER=/yarn/cache yarn workspaces focus --production
RUN --mount=type=bind,source=image/scripts.mjs,target=/scripts.mjs \
    node /scripts.mjs if-any env YARN_ENABLE_GLOBAL_CACHE=false YARN_CACHE_FOLDER=/yarn/cache yarn workspaces focus --production

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

# starts the services of gates
FROM scratch AS services
ARG TARGETARCH
COPY --chmod=755 image/enter-${TARGETARCH} /output/enter

# the service postgres, which gates mount: its image may be replaced by --build-arg SERVICE_POSTGRES_IMAGE
FROM ${SERVICE_POSTGRES_IMAGE:-public.ecr.aws/docker/library/postgres:17} AS service-postgres
USER 0
RUN --network=none \
    --mount=type=bind,from=services,source=/output/enter,target=/output/enter \
    ["/output/enter", "--environment", "/service.environment"]
RUN --network=none \
    /bin/sh -c "mkdir /service && chown postgres /service && su -s /bin/sh postgres -c \"PATH='\$PATH' && initdb --pgdata=/service/data --username='postgres' --auth=trust --encoding=UTF8 --no-sync > /dev/null && echo 'CREATE DATABASE \\\"test\\\"' | postgres --single -D /service/data postgres > /dev/null\""
USER 65534

# the service redis, which gates mount: its image may be replaced by --build-arg SERVICE_REDIS_IMAGE
FROM ${SERVICE_REDIS_IMAGE:-public.ecr.aws/docker/library/redis:8} AS service-redis
USER 0
RUN --network=none \
    --mount=type=bind,from=services,source=/output/enter,target=/output/enter \
    ["/output/enter", "--environment", "/service.environment"]
USER 65534

FROM source AS gate-test
ARG GATE_ON_FAILURE=fail
RUN --network=none \
    --mount=type=bind,source=image/gate.mjs,target=/gate.mjs \
    --mount=type=bind,from=services,source=/output/enter,target=/output/enter \
    --mount=type=bind,source=image/gate-test-services.json,target=/services.json \
    --mount=type=bind,from=service-postgres,source=/,target=/services/postgres,rw \
    --mount=type=bind,from=service-redis,source=/,target=/services/redis,rw \
    node /gate.mjs run test --timeout=900 --services=/services.json -- yarn run test

# the release has everything but what nothing reads at run time: tests, compiled sources, settings of tools, documentation
FROM source AS files
RUN --mount=type=bind,source=image/collect.mjs,target=/collect.mjs \
    --mount=type=bind,source=app,target=/sources \
    node /collect.mjs /output/files/ --entry server.js --start node server.js

FROM ${NODE_RUNTIME_IMAGE:-public.ecr.aws/docker/library/node:24-trixie-slim} AS app
WORKDIR /app
ARG TARGETARCH
COPY --link --chmod=755 image/init-${TARGETARCH} /init
COPY --link --from=modules /app/node_modules ./node_modules
COPY --link --from=files /output/files/ ./
ENV NODE_ENV=production
LABEL org.opencontainers.image.title=compat-kysely \
    org.opencontainers.image.version=1.0.0
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["node", "-e", "require(\"net\").connect(3000,\"127.0.0.1\").on(\"connect\",()=>process.exit(0)).on(\"error\",()=>process.exit(1))"]
USER 1000:1000
ENTRYPOINT ["/init"]
CMD ["node", "server.js"]

# starts the image as it will run: what lacks a module, a file or a program is not released
FROM app AS gate-start
USER 0
ARG GATE_ON_FAILURE=fail
RUN --network=none \
    --mount=type=bind,source=image/start.mjs,target=/start.mjs \
    ["node", "/start.mjs", "--user=1000:1000", "--directory=/app", "--timeout=60", "--port=3000", "--health=node", "--health=-e", "--health=require(\"net\").connect(3000,\"127.0.0.1\").on(\"connect\",()=>process.exit(0)).on(\"error\",()=>process.exit(1))", "--asks-port", "--unset=TARGETARCH", "--", "/init", "node", "server.js"]
USER 1000:1000

# what the gates wrote: docker build --target test-report --build-arg GATE_ON_FAILURE=record --output type=local,dest=DIRECTORY .
FROM scratch AS test-report
COPY --link --from=gate-test /gates/test/ /test/
COPY --link --from=gate-start /gates/start/ /start/

# takes of each gate an empty directory, which is there only if it passed
FROM app AS release
COPY --link --from=gate-test /passed/test/ /
COPY --link --from=gate-start /passed/start/ /
