import { afterAll, beforeAll, expect, test } from 'vitest';
import { open } from './database.js';

const soundings = open();
beforeAll(() => soundings.prepare());
afterAll(() => soundings.close());

test('the shallowest sounding is asked of the database once', async () => {
  await soundings.add('B7', 4.5);
  await soundings.add('B7', 3.25);
  expect(await soundings.shallowest('B7')).toEqual({ metres: 3.25, cached: false });
  expect(await soundings.shallowest('B7')).toEqual({ metres: 3.25, cached: true });
});
