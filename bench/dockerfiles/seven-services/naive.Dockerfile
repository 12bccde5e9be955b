FROM public.ecr.aws/docker/library/node:24-trixie-slim
ARG SERVICE
WORKDIR /app
COPY . .
RUN npm ci
WORKDIR /app/services/${SERVICE}
EXPOSE 8080
CMD ["npm", "start"]
