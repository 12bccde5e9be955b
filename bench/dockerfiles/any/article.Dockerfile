# one chain of stages; production modules are set aside before the others are installed
FROM public.ecr.aws/docker/library/node:24-trixie-slim AS base
WORKDIR /app
COPY package.json package-lock.json ./

FROM base AS dependencies
RUN npm install --omit=dev
RUN mkdir -p node_modules && cp -R node_modules production_modules
RUN npm install

FROM dependencies AS test
COPY . .
RUN npm test --if-present
RUN npm run build --if-present && rm -rf node_modules && mv production_modules node_modules

FROM base AS release
COPY --from=test /app ./
CMD ["npm", "start"]
