FROM public.ecr.aws/docker/library/node:24-trixie-slim AS base
WORKDIR /app

# what installing a service reads, and no sources of any
FROM base AS manifests
ARG SERVICE
COPY package.json package-lock.json ./
COPY packages/http/package.json ./packages/http/
COPY services/${SERVICE}/package.json ./services/${SERVICE}/

FROM manifests AS dependencies
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund

FROM manifests AS production
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --no-audit --no-fund

# the release takes the empty directory, so it needs the tests
FROM dependencies AS test
COPY packages ./packages
COPY services/${SERVICE} ./services/${SERVICE}
RUN npm test --workspace=@harbour/http --workspace=services/${SERVICE} && mkdir /passed

FROM base AS release
ARG SERVICE
ENV NODE_ENV=production
COPY --link --from=test /passed/ ./
COPY --link --from=production /app/node_modules ./node_modules
COPY --link package.json ./
COPY --link packages/http/package.json packages/http/index.js ./packages/http/
COPY --link services/${SERVICE}/package.json services/${SERVICE}/*.js ./services/${SERVICE}/
WORKDIR /app/services/${SERVICE}
EXPOSE 8080
USER node
CMD ["node", "server.js"]
