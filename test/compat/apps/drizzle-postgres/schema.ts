import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const berths = pgTable('berths', {
  number: integer().primaryKey(),
  ship: text(),
  since: timestamp({ withTimezone: true, mode: 'string' }),
});
