FROM public.ecr.aws/docker/library/node:24-trixie-slim AS base
WORKDIR /app

FROM base AS manifests
COPY package.json package-lock.json ./

FROM manifests AS dependencies
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund

FROM manifests AS production
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --no-audit --no-fund

FROM dependencies AS source
COPY . .

FROM source AS build
RUN npm run build

# beside the build; the release takes the empty directory, so it needs the tests
FROM source AS test
RUN npm test && mkdir /passed

FROM base AS release
ENV NODE_ENV=production
COPY --link --from=test /passed/ ./
COPY --link --from=production /app/node_modules ./node_modules
COPY --link package.json ./
COPY --link --from=build /app/dist ./dist
COPY --link --from=build /app/openapi.json ./openapi.json
COPY --link --from=build /app/public ./public
EXPOSE 3000
USER node
CMD ["node", "dist/server.js"]
