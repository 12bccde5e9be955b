const assert = require('node:assert');
const test = require('node:test');
const { Client } = require('pg');
const { connect } = require('../harbours');

test('berths are counted', async () => {
  const harbours = await connect();
  await harbours.add('Ærøskøbing', 120);
  await harbours.add('Marstal', 300);
  assert.strictEqual(await harbours.berths(), 420);
  await assert.rejects(harbours.add('Marstal', 1), { code: '23505' });
  await harbours.close();
});

test('the variables of libpq lead to the same database', async () => {
  const client = new Client();
  await client.connect();
  assert.strictEqual((await client.query('SELECT current_database() AS name')).rows[0].name, 'test');
  await client.end();
});
