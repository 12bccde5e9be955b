# the lockfile for a changed package.json: docker build --output type=local,dest=DIRECTORY
FROM public.ecr.aws/docker/library/node:24-bookworm-slim AS lock
RUN npm install --global yarn@1.22.22 --force
WORKDIR /app
COPY package.json yarn.lock ./
RUN yarn install --ignore-scripts --non-interactive

FROM scratch
COPY --from=lock /app/yarn.lock /
