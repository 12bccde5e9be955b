FROM public.ecr.aws/docker/library/node:26-trixie-slim AS runtime
WORKDIR /app

FROM runtime AS base
RUN npm install --global yarn@1.22.22

FROM base AS manifests
COPY .npmrc package.json yarn.lock ./

FROM manifests AS dependencies
RUN --mount=type=cache,target=/root/.cache/yarn,sharing=locked \
    yarn install --frozen-lockfile --non-interactive --cache-folder=/root/.cache/yarn

FROM manifests AS production
RUN --mount=type=cache,target=/root/.cache/yarn,sharing=locked \
    yarn install --frozen-lockfile --non-interactive --production --cache-folder=/root/.cache/yarn

FROM dependencies AS source
COPY . .

FROM source AS build
RUN yarn build

# beside the build; the release takes the empty directory, so it needs the tests
FROM source AS test
RUN yarn test && mkdir /passed

FROM runtime AS release
ENV NODE_ENV=production
COPY --link --from=test /passed/ ./
COPY --link --from=production /app/node_modules ./node_modules
COPY --link --from=build /app/dist ./dist
COPY --link package.json ./
EXPOSE 80
USER node
CMD ["node", "dist/server.js"]
