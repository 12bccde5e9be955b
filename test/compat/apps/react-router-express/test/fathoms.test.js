import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fathoms } from '../app/fathoms.js';

test('are told from metres', () => assert.equal(fathoms(18), 10));
