FROM public.ecr.aws/docker/library/node:24-trixie-slim
WORKDIR /app
COPY . .
RUN npm ci
EXPOSE 8080
CMD ["npm", "start"]
