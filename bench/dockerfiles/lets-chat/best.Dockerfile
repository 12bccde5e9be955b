FROM public.ecr.aws/docker/library/node:24-bookworm-slim AS base
WORKDIR /app

FROM base AS manifests
COPY package.json package-lock.json ./

FROM manifests AS dependencies
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund

FROM manifests AS production
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --no-audit --no-fund

# the release takes the empty directory, so it needs the tests
FROM dependencies AS test
COPY . .
RUN npm run lint && npm run setup && npm test && mkdir /passed

FROM base AS release
ENV NODE_ENV=production
COPY --link --from=test /passed/ ./
COPY --link --from=production /app/node_modules ./node_modules
COPY --link app.js setup.js package.json ./
COPY --link lib ./lib
COPY --link media ./media
COPY --link views ./views
EXPOSE 5000
USER node
CMD ["node", "app.js"]
