import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './tide.ts';

test('is told in hours', () => assert.equal(until(6, 12), '6 hours'));
