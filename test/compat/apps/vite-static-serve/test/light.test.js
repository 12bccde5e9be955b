import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe } from '../src/light.js';

test('is written as on a chart', () => assert.equal(describe({ flashes: 2, period: 10 }), 'Fl(2) 10s'));
