import assert from 'node:assert/strict';
import { test } from 'node:test';
import { graphql } from 'graphql';
import { rootValue, schema } from './schema.js';

test('tells the light', async () => {
  const { data } = await graphql({ schema, rootValue, source: '{ light(name: "Wolf") }' });
  assert.equal(data?.light, 'Fl 15s');
});
