import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { createClient } from 'redis';

/** Soundings of a chart, with those that were asked for in a cache. */
export function open({ PGHOST, REDIS_URL } = process.env) {
  const database = new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ host: PGHOST }) }) });
  const cache = createClient({ url: REDIS_URL, socket: { reconnectStrategy: false } });
  return {
    async prepare() {
      await cache.connect();
      await database.schema.createTable('soundings').ifNotExists().addColumn('square', 'text').addColumn('metres', 'real').execute();
    },
    add: (square, metres) => database.insertInto('soundings').values({ square, metres }).execute(),
    async shallowest(square) {
      const known = await cache.get(square);
      if (known !== null) return { metres: Number(known), cached: true };
      const { metres } = await database.selectFrom('soundings').where('square', '=', square).select(({ fn }) => fn.min('metres').as('metres')).executeTakeFirstOrThrow();
      await cache.set(square, String(metres), { EX: 60 });
      return { metres, cached: false };
    },
    async close() {
      cache.destroy();
      await database.destroy();
    },
  };
}
