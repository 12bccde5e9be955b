FROM public.ecr.aws/docker/library/node:26-trixie-slim
WORKDIR /app
COPY . .
RUN npm ci
EXPOSE 7004
CMD ["npm", "start"]
