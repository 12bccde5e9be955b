FROM public.ecr.aws/docker/library/node:26-trixie-slim
RUN npm install --global yarn@1.22.22
WORKDIR /app
COPY . .
RUN yarn install --frozen-lockfile
RUN yarn build
EXPOSE 80
CMD ["yarn", "start"]
