import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchName } from './watch.js';

test('names the watch', () => assert.equal(watchName(9), 'forenoon'));
