import assert from 'node:assert';
import { test } from 'node:test';
import { pilotFor } from '../app/services/pilots.ts';

test('pilots take turns', () => assert.deepEqual([pilotFor(7), pilotFor(13)], ['the early pilot', 'the late pilot']));
