const request = require('supertest');
const app = require('./app');

test('shows high water, and serves the style', async () => {
  const page = await request(app).get('/');
  expect(page.text).toContain('04:12 and 16:40');
  await request(app).get('/tides.css').expect(200);
});
