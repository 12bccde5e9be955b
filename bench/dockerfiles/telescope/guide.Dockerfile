# there is no lockfile to mount; the front end is built by all packages, and no tests
FROM public.ecr.aws/docker/library/node:26-trixie-slim AS base
WORKDIR /usr/src/app

FROM base AS deps
COPY .npmrc package.json ./
COPY src/frontend/.npmrc src/frontend/package.json ./src/frontend/
RUN --mount=type=cache,target=/root/.npm npm install --omit=dev

FROM deps AS build
RUN --mount=type=cache,target=/root/.npm npm install
COPY . .
RUN npm run build

FROM base AS final
ENV NODE_ENV=production
USER node
COPY package.json .
COPY --from=deps /usr/src/app/node_modules ./node_modules
COPY --from=build /usr/src/app/src ./src
EXPOSE 3000
CMD ["npm", "start"]
