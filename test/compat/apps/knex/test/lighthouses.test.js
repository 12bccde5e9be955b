const assert = require('node:assert');
const { after, test } = require('node:test');
const app = require('../app')();

after(() => app.close());

test('the nearest lighthouse is found by the database', async () => {
  await app.inject({ method: 'POST', url: '/', payload: { name: 'Roter Sand', east: 8.08, north: 53.85 } });
  await app.inject({ method: 'POST', url: '/', payload: { name: 'Fastnet', east: -9.6, north: 51.39 } });
  assert.deepStrictEqual((await app.inject('/near?east=8&north=54')).json(), { name: 'Roter Sand' });
});

test('a name is there once', async () => {
  const again = await app.inject({ method: 'POST', url: '/', payload: { name: 'Fastnet', east: 0, north: 0 } });
  assert.strictEqual(again.statusCode, 500);
});
