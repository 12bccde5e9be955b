# one chain of stages; production modules are set aside before the others are installed
FROM public.ecr.aws/docker/library/node:24-trixie-slim AS base
WORKDIR /app
COPY package.json package-lock.json ./

FROM base AS dependencies
RUN npm install --omit=dev
RUN cp -R node_modules production_modules
RUN npm install

FROM dependencies AS test
COPY . .
RUN npm test

FROM test AS build
RUN npm run build

FROM base AS release
COPY --from=dependencies /app/production_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/openapi.json ./openapi.json
COPY --from=build /app/public ./public
EXPOSE 3000
CMD ["node", "dist/server.js"]
