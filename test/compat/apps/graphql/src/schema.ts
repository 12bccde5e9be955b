import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';

export const schema = buildSchema(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'));

export const rootValue = {
  light: ({ name }: { name: string }) => ({ Bishop: 'Fl(2) 15s', Wolf: 'Fl 15s' })[name],
};
