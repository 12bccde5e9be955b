# one stage: production modules of the workspace, then all files; no tests
FROM public.ecr.aws/docker/library/node:24-trixie-slim
ENV NODE_ENV=production
ARG SERVICE
WORKDIR /usr/src/app
COPY . .
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev
USER node
WORKDIR /usr/src/app/services/${SERVICE}
EXPOSE 8080
CMD node server.js
