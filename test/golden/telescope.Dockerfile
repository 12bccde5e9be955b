# the image of telescope-example, made by cdk-nodejs-image
# node: 24 (package.json: engines.node: the newest line with half a year of long-term support that ">=22" allows)
# package manager: npm (default: the project names no package manager and has no lockfile)
# native modules: unknown (default: there is no lockfile that tells)
# build script: build (package.json: scripts.build: there is a script of this name)
# start: node src/backend/web/server.js (package.json: scripts.start: runs without a shell, so that it gets SIGTERM)
# port: 3000 (src/backend/web/server.js: it listens there)
# gates: lint, test, start

ARG NODE_BUILD_IMAGE
ARG NODE_RUNTIME_IMAGE

FROM ${NODE_BUILD_IMAGE:-public.ecr.aws/docker/library/node:24-trixie} AS base
WORKDIR /app
ENV npm_package_config_node_gyp_nodedir=/usr/local

# what installing reads, and nothing else: a changed source installs nothing again
FROM base AS manifests
COPY app/.npmrc app/package.json ./
COPY app/src/frontend/.npmrc app/src/frontend/package.json src/frontend/

# without a cache: without a lockfile it is not known what installing runs, and what runs then could change it for others
FROM manifests AS deps
RUN npm install --no-audit --no-fund

# without the script "postinstall": installs the dependencies of src/frontend, which is built and not started
FROM manifests AS prod-deps
RUN npm pkg delete scripts.postinstall && npm install --omit=dev --no-audit --no-fund

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

FROM source AS gate-lint
ARG GATE_ON_FAILURE=fail
RUN --network=none \
    --mount=type=bind,source=image/gate.mjs,target=/gate.mjs \
    node /gate.mjs run lint --timeout=900 -- npm run lint

FROM source AS gate-test
ARG GATE_ON_FAILURE=fail
RUN --network=none \
    --mount=type=bind,source=image/gate.mjs,target=/gate.mjs \
    node /gate.mjs run test --timeout=900 -- npm run test

# the release has what the prop "releaseFiles" names, and package.json
FROM build AS files
RUN --mount=type=bind,source=image/collect.mjs,target=/collect.mjs \
    --mount=type=bind,source=app,target=/sources \
    --mount=type=bind,from=deps,source=/app,target=/prepared \
    --mount=type=bind,from=prod-deps,source=/app,target=/production \
    node /collect.mjs /output/files/ --only package.json --only src/backend --only src/frontend/dist --modules /prepared /production --start /bin/sh -c "SCRIPT=\${SCRIPT:-server}; case \"\$SCRIPT\" in server) exec node src/backend/web/server.js ;; feed-queue) exec node src/backend/feed-queue.js ;; *) echo 'SCRIPT must be one of server, feed-queue' >&2; exit 64 ;; esac"

FROM ${NODE_RUNTIME_IMAGE:-public.ecr.aws/docker/library/node:24-trixie-slim} AS app
WORKDIR /app
ARG TARGETARCH
COPY --link --chmod=755 image/init-${TARGETARCH} /init
COPY --link --from=modules /app/node_modules ./node_modules
COPY --link --from=files /output/files/ ./
ENV NODE_ENV=production \
    PORT=3000
LABEL org.opencontainers.image.title=telescope-example \
    org.opencontainers.image.version=1.0.0
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["node", "-e", "fetch(\"http://127.0.0.1:\"+(process.env.PORT||3000)+\"/health\").then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
USER 1000:1000
ENTRYPOINT ["/init"]
CMD ["/bin/sh", "-c", "SCRIPT=${SCRIPT:-server}; case \"$SCRIPT\" in server) exec node src/backend/web/server.js ;; feed-queue) exec node src/backend/feed-queue.js ;; *) echo 'SCRIPT must be one of server, feed-queue' >&2; exit 64 ;; esac"]

# starts the image as it will run: what lacks a module, a file or a program is not released
FROM app AS gate-start
USER 0
ARG GATE_ON_FAILURE=fail
RUN --network=none \
    --mount=type=bind,source=image/start.mjs,target=/start.mjs \
    ["node", "/start.mjs", "--user=1000:1000", "--directory=/app", "--timeout=60", "--port=3000", "--health=node", "--health=-e", "--health=fetch(\"http://127.0.0.1:\"+(process.env.PORT||3000)+\"/health\").then(r=>process.exit(r.ok?0:1),()=>process.exit(1))", "--health-path=/health", "--asks-port", "--unset=TARGETARCH", "--", "/init", "/bin/sh", "-c", "SCRIPT=${SCRIPT:-server}; case \"$SCRIPT\" in server) exec node src/backend/web/server.js ;; feed-queue) exec node src/backend/feed-queue.js ;; *) echo 'SCRIPT must be one of server, feed-queue' >&2; exit 64 ;; esac"]
USER 1000:1000

# what the gates wrote: docker build --target test-report --build-arg GATE_ON_FAILURE=record --output type=local,dest=DIRECTORY .
FROM scratch AS test-report
COPY --link --from=gate-lint /gates/lint/ /lint/
COPY --link --from=gate-test /gates/test/ /test/
COPY --link --from=gate-start /gates/start/ /start/

# takes of each gate an empty directory, which is there only if it passed
FROM app AS release
COPY --link --from=gate-lint /passed/lint/ /
COPY --link --from=gate-test /passed/test/ /
COPY --link --from=gate-start /passed/start/ /
