# one chain of stages; production modules are set aside before the others are installed
FROM public.ecr.aws/docker/library/node:26-trixie-slim AS base
WORKDIR /app
COPY .npmrc package.json ./
COPY src/frontend/.npmrc src/frontend/package.json ./src/frontend/

FROM base AS dependencies
RUN npm install --omit=dev
RUN cp -R node_modules /production_modules
RUN npm install

FROM dependencies AS test
COPY . .
RUN npm run lint && npm test

FROM test AS build
RUN npm run build

FROM base AS release
COPY --from=dependencies /production_modules ./node_modules
COPY --from=build /app/src ./src
EXPOSE 3000
CMD ["npm", "start"]
