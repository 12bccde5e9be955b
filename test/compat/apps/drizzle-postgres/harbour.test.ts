import assert from 'node:assert';
import { after, before, test } from 'node:test';
import { open } from './harbour.ts';

const harbour = open(process.env.DATABASE_URL!);
before(() => harbour.migrate());
after(() => harbour.close());

test('ships that arrive together lie apart', async () => {
  const moored = await Promise.all(['Peking', 'Passat', 'Pamir', 'Potosi'].map(ship => harbour.moor(ship)));
  assert.strictEqual(new Set(moored).size, 4);
});
