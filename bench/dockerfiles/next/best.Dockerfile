FROM public.ecr.aws/docker/library/node:24-trixie-slim AS base
WORKDIR /app

FROM base AS manifests
COPY package.json package-lock.json ./

FROM manifests AS dependencies
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund

FROM dependencies AS source
COPY . .

FROM source AS build
# what output: "standalone" asks for, without a change of the settings
ENV NEXT_PRIVATE_STANDALONE=true
RUN npm run build

# beside the build; the release takes the empty directory, so it needs the tests
FROM source AS test
RUN npm test && mkdir /passed

FROM base AS release
ENV NODE_ENV=production HOSTNAME=0.0.0.0
COPY --link --from=test /passed/ ./
COPY --link --from=build /app/public ./public
COPY --link --from=build /app/.next/standalone ./
COPY --link --from=build /app/.next/static ./.next/static
EXPOSE 3000
USER node
CMD ["node", "server.js"]
