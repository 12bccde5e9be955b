# one chain of stages; all manifests, and production modules set aside before the others are installed
FROM public.ecr.aws/docker/library/node:24-trixie-slim AS base
WORKDIR /app
COPY . .

FROM base AS dependencies
RUN npm install --omit=dev
RUN cp -R node_modules production_modules
RUN npm install

FROM dependencies AS test
ARG SERVICE
RUN npm test --workspace=@harbour/http --workspace=services/${SERVICE}

FROM base AS release
ARG SERVICE
COPY --from=dependencies /app/production_modules ./node_modules
WORKDIR /app/services/${SERVICE}
EXPOSE 8080
CMD ["npm", "start"]
