# each stage installs what it needs; the build starts from the tests
FROM public.ecr.aws/docker/library/node:26-trixie-slim AS base
RUN npm install --global yarn@1.22.22
WORKDIR /app
COPY . .

FROM base AS test
RUN yarn install --frozen-lockfile
RUN yarn test

FROM test AS build
RUN yarn build

FROM base AS release
RUN yarn install --frozen-lockfile --production
COPY --from=build /app/dist ./dist
EXPOSE 80
CMD ["yarn", "start"]
