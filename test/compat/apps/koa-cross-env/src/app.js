const Koa = require('koa');
const Router = require('@koa/router');

const router = new Router();
router.get('/knots/:knots', context => {
  context.body = { kilometresAnHour: Math.round(Number(context.params.knots) * 18.52) / 10 };
});

module.exports = new Koa().use(router.routes());
