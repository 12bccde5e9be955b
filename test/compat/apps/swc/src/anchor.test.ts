import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scope } from './anchor';

test('is five times the depth', () => assert.equal(scope(8), 40));
