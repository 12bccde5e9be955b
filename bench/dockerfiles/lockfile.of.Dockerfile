# the lockfile that a package manager writes for a package.json: docker build --output type=local,dest=DIRECTORY
FROM public.ecr.aws/docker/library/node:24-trixie-slim AS lock
WORKDIR /app
ARG MANAGER
RUN [ "$MANAGER" = npm ] || npm install --global --allow-scripts=bun "$MANAGER"
COPY . ./
ARG COMMAND
RUN sh -c "$COMMAND"

FROM scratch
ARG LOCKFILE
COPY --from=lock /app/$LOCKFILE /
