import assert from 'node:assert';
import { test } from 'node:test';
import { morse } from '@lamp/signals/morse';

test('sos', () => assert.strictEqual(morse('sos'), '... --- ...'));
