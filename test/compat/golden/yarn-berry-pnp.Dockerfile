# the image of compat-yarn-berry-pnp, made by cdk-nodejs-image
# node: 24 (package.json: engines.node: "24" is Node.js 24; base images follow the release line, for its security updates)
# package manager: Yarn Berry with Plug'n'Play 4.18.1 (yarn.lock: it is the lockfile of this manager; the version is from yarn.lock, lockfile version 10)
# native modules: none (yarn.lock: yarn.lock does not record install scripts, but no dependency depends on a tool that compiles)
# start: node --require=./.pnp.cjs server.js (package.json: scripts.start: runs without a shell, so that it gets SIGTERM)
# port: 3000 (server.js: it listens there)
# gates: test, start

ARG NODE_BUILD_IMAGE
ARG NODE_RUNTIME_IMAGE

FROM ${NODE_BUILD_IMAGE:-public.ecr.aws/docker/library/node:24-trixie-slim} AS base
WORKDIR /app
RUN npm install --global --force @yarnpkg/cli-dist@4.18.1
ENV YARN_ENABLE_TELEMETRY=0 \
    YARN_ENABLE_GLOBAL_CACHE=false

# what installing reads, and nothing else: a changed source installs nothing again
FROM base AS manifests
COPY app/package.json app/yarn.lock ./

FROM manifests AS deps
RUN --mount=type=cache,id=nodejs-image-yarn-berry,target=/root/.yarn/berry \
    yarn install --immutable --mode=skip-build
RUN --mount=type=bind,source=image/scripts.mjs,target=/scripts.mjs \
    node /scripts.mjs if-any yarn install --immutable

FROM manifests AS prod-deps
RUN --mount=type=cache,id=nodejs-image-yarn-berry,target=/root/.yarn/berry \
    npm pkg delete devDependencies \
    && yarn install --no-immutable --mode=skip-build
RUN --mount=type=bind,source=image/scripts.mjs,target=/scripts.mjs \
    node /scripts.mjs if-any yarn install --no-immutable \
    && mkdir -p .yarn/cache .yarn/unplugged

FROM deps AS source
COPY app/ ./

FROM source AS gate-test
ARG GATE_ON_FAILURE=fail
RUN --network=none \
    --mount=type=bind,source=image/gate.mjs,target=/gate.mjs \
    node /gate.mjs run test --timeout=900 -- yarn run test

# the release has everything but what nothing reads at run time: tests, compiled sources, settings of tools, documentation
FROM source AS files
RUN --mount=type=bind,source=image/collect.mjs,target=/collect.mjs \
    --mount=type=bind,source=app,target=/sources \
    node /collect.mjs /output/files/ --entry server.js --start node --require=./.pnp.cjs server.js

FROM ${NODE_RUNTIME_IMAGE:-public.ecr.aws/docker/library/node:24-trixie-slim} AS app
WORKDIR /app
ARG TARGETARCH
COPY --link --chmod=755 image/init-${TARGETARCH} /init
COPY --link --from=prod-deps /app/.pnp.cjs ./.pnp.cjs
COPY --link --from=prod-deps /app/.yarn/cache ./.yarn/cache
COPY --link --from=prod-deps /app/.yarn/unplugged ./.yarn/unplugged
COPY --link --from=files /output/files/ ./
ENV NODE_ENV=production
LABEL org.opencontainers.image.title=compat-yarn-berry-pnp \
    org.opencontainers.image.version=1.0.0
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["node", "-e", "require(\"net\").connect(process.env.PORT||3000,\"127.0.0.1\").on(\"connect\",()=>process.exit(0)).on(\"error\",()=>process.exit(1))"]
USER 1000:1000
ENTRYPOINT ["/init"]
CMD ["node", "--require=./.pnp.cjs", "server.js"]

# starts the image as it will run: what lacks a module, a file or a program is not released
FROM app AS gate-start
USER 0
ARG GATE_ON_FAILURE=fail
RUN --network=none \
    --mount=type=bind,source=image/start.mjs,target=/start.mjs \
    ["node", "/start.mjs", "--user=1000:1000", "--directory=/app", "--timeout=60", "--port=3000", "--health=node", "--health=-e", "--health=require(\"net\").connect(process.env.PORT||3000,\"127.0.0.1\").on(\"connect\",()=>process.exit(0)).on(\"error\",()=>process.exit(1))", "--asks-port", "--unset=TARGETARCH", "--", "/init", "node", "--require=./.pnp.cjs", "server.js"]
USER 1000:1000

# what the gates wrote: docker build --target test-report --build-arg GATE_ON_FAILURE=record --output type=local,dest=DIRECTORY .
FROM scratch AS test-report
COPY --link --from=gate-test /gates/test/ /test/
COPY --link --from=gate-start /gates/start/ /start/

# takes of each gate an empty directory, which is there only if it passed
FROM app AS release
COPY --link --from=gate-test /passed/test/ /
COPY --link --from=gate-start /passed/start/ /
