import assert from 'node:assert/strict';
import { test } from 'node:test';
import { between } from './watch';

test('is told in milliseconds', () => assert.match(between(1), /3600000/));
