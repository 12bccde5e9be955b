FROM public.ecr.aws/docker/library/node:26-trixie-slim
WORKDIR /app
COPY . .
RUN npm install
RUN npm run build
EXPOSE 3000
CMD ["npm", "start"]
