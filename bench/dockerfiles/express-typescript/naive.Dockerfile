FROM public.ecr.aws/docker/library/node:24-trixie-slim
WORKDIR /app
COPY . .
RUN npm ci
RUN npm run build
EXPOSE 3000
CMD ["npm", "start"]
