import assert from 'node:assert/strict';
import { test } from 'node:test';
import { morse } from './morse.ts';

test('spells a call for help', () => assert.equal(morse('SOS'), '... --- ...'));
