import { asc, eq, isNull } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { berths } from './schema.ts';

export function open(url: string) {
  const client = postgres(url, { onnotice: () => {} });
  const database = drizzle(client);
  return {
    migrate: () => migrate(database, { migrationsFolder: new URL('drizzle', import.meta.url).pathname }),
    /** Two ships that ask at once get two berths. */
    moor: (ship: string) => database.transaction(async transaction => {
      const [free] = await transaction.select().from(berths).where(isNull(berths.ship)).orderBy(asc(berths.number)).limit(1).for('update', { skipLocked: true });
      await transaction.update(berths).set({ ship }).where(eq(berths.number, free.number));
      return free.number;
    }),
    close: () => client.end(),
  };
}
