import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remaining } from './lock.ts';

test('is told in minutes', () => assert.equal(remaining(5), '10m'));
