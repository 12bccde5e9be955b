const Koa = require('koa');
const { Chart } = require('./models');

const app = new Koa();
app.use(async context => {
  context.body = context.path === '/charts' ? await Chart.findAll() : 'charts';
});
app.listen(process.env.PORT ?? 3000);
