# the lockfile for a changed package.json: docker build --output type=local,dest=DIRECTORY
FROM public.ecr.aws/docker/library/node:24-bookworm-slim AS lock
WORKDIR /app
COPY . ./
RUN npm install --package-lock-only --no-audit --no-fund

FROM scratch
COPY --from=lock /app/package-lock.json /
