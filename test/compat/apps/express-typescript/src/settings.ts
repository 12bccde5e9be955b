export const settings = {
  port: parseInt(process.env.PORT ?? '3000', 10),
};
