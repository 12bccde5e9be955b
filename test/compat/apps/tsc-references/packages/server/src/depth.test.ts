import * as assert from 'node:assert';
import { test } from 'node:test';
import { depth } from '@chart/depths';

test('twenty metres', () => assert.strictEqual(depth(20), '11 fathoms'));
