import { adviceFor, isOtherKind, nextOf, NO_ANSWER, NO_SCAN } from '../../../lib/steps/scan/scan-status';

test.each([
  ['COMPLETE', 'read', 'read'], ['ACTIVE', 'read', 'read'], ['IN_PROGRESS', 'wait', 'wait'], ['PENDING', 'wait', 'wait'], [NO_ANSWER, 'wait', 'wait'], [NO_SCAN, 'start', 'wait'],
  ['FINDINGS_UNAVAILABLE', 'start', 'refuse'], ['FAILED', 'refuse', 'refuse'], ['UNSUPPORTED_IMAGE', 'refuse', 'refuse'], ['NEW_STATUS', 'refuse', 'refuse'], ['no status', 'refuse', 'refuse'],
])('in the state %s a basic scan means %s, one of Inspector %s', (state, basic, inspector) => {
  expect([nextOf('basic', state), nextOf('inspector', state)]).toEqual([basic, inspector]);
});

test('the scanner that was not asked for shows by what it found, and by a state that the other has not', () => {
  expect([isOtherKind('basic', 'ACTIVE', 'none'), isOtherKind('basic', 'COMPLETE', 'inspector'), isOtherKind('basic', 'COMPLETE', 'none'), isOtherKind('basic', 'COMPLETE', 'basic')]).toEqual([true, true, false, false]);
  expect([isOtherKind('inspector', 'ACTIVE', 'basic'), isOtherKind('inspector', 'ACTIVE', 'none'), isOtherKind('inspector', 'COMPLETE', 'inspector')]).toEqual([true, false, false]);
});

test('a status that nobody knows is told as one', () => {
  expect([adviceFor('constructor'), adviceFor('FAILED')]).toEqual(['this status is not known', 'release the change again once the cause is gone']);
});
