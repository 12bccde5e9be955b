import assert from 'node:assert';
import { after, before, test } from 'node:test';
import { MoreThan } from 'typeorm';
import { database } from './database';
import { Tide } from './tide';

before(async () => {
  await database.initialize();
  await database.runMigrations();
});
after(() => database.destroy());

test('high water after a time', async () => {
  const tides = database.getRepository(Tide);
  await tides.save([
    { harbour: 'Cuxhaven', high: new Date('2024-04-01T04:10:00Z'), remarks: { wind: 'north-west' } },
    { harbour: 'Cuxhaven', high: new Date('2024-04-01T16:35:00Z') },
  ]);
  const [next] = await tides.find({ where: { high: MoreThan(new Date('2024-04-01T12:00:00Z')) } });
  assert.deepStrictEqual([next.harbour, next.high.toISOString(), next.remarks], ['Cuxhaven', '2024-04-01T16:35:00.000Z', {}]);
});

test('json is searched by the database', async () => {
  const found = await database.getRepository(Tide).createQueryBuilder('tide').where("tide.remarks ->> 'wind' = :wind", { wind: 'north-west' }).getCount();
  assert.strictEqual(found, 1);
});
