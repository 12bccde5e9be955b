FROM public.ecr.aws/docker/library/node:26-trixie-slim AS base
WORKDIR /app

FROM base AS manifests
COPY .npmrc package.json ./
COPY src/frontend/.npmrc src/frontend/package.json ./src/frontend/

FROM manifests AS dependencies
RUN --mount=type=cache,target=/root/.npm npm install --no-audit --no-fund

# the front end is built, not run: nothing of it is installed here
FROM manifests AS production
RUN --mount=type=cache,target=/root/.npm npm install --omit=dev --ignore-scripts --no-audit --no-fund

FROM dependencies AS source
COPY . .

FROM source AS build
RUN npm run build

# beside the build; the release takes the empty directories, so it needs both
FROM source AS lint
RUN npm run lint && mkdir /passed

FROM source AS test
RUN npm test && mkdir /passed

FROM base AS release
ENV NODE_ENV=production
COPY --link --from=lint /passed/ ./
COPY --link --from=test /passed/ ./
COPY --link --from=production /app/node_modules ./node_modules
COPY --link --from=build /app/src/frontend/dist ./src/frontend/dist
COPY --link src/backend ./src/backend
COPY --link package.json ./
EXPOSE 3000
USER node
CMD ["node", "src/backend/web/server.js"]
