import * as fc from 'fast-check';
import { cut, logBatches } from '../../../lib/steps/observe/log-batches';
import { holds } from '../../property';

/** What a call takes: a megabyte, of which each event costs 26 bytes beside its own. */
const bytesOf = (events: readonly { message: string }[]) => events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + 26, 0);
const messages = (log: string | Buffer) => logBatches(Buffer.from(log as string), 7).flat().map(({ message }) => message);

test.each([
  ['', []],
  ['\n', [' ']],
  ['a', ['a']],
  ['a\r\n\nb "ü"\n', ['a', ' ', 'b "ü"']],
  ['a\n\n', ['a', ' ']],
])('the log %j is these events', (log, expected) => {
  expect(messages(log)).toEqual(expected);
});

test('each event has the time of all', () => {
  expect(logBatches(Buffer.from('a\nb'), 7)).toEqual([[{ timestamp: 7, message: 'a' }, { timestamp: 7, message: 'b' }]]);
});

test('a byte that is no UTF-8 is shown as that, and the rest of its line stays', () => {
  expect(messages(Buffer.from([0x61, 0xff, 0x62, 0x0a, 0x63]))).toEqual(['a\ufffdb', 'c']);
});

test('a long line is cut where a character ends', () => {
  expect(messages(`${'a'.repeat(7999)}é and more`)).toEqual(['a'.repeat(7999)]);
  expect(messages(`${'a'.repeat(7998)}é and more`)).toEqual([`${'a'.repeat(7998)}é`]);
  expect(cut('😀😀', 7)).toBe('😀');
  expect(cut('abc', 3)).toBe('abc');
});

test('whatever a log holds, its lines are there in their order, and no call is larger than it may be', () => {
  const line = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('é', '漢', '😀', 'a', '\ud800').map(text => text.repeat(8001)));
  holds(fc.property(fc.array(line, { maxLength: 120 }), fc.uint8Array({ maxLength: 50 }), (lines, bytes) => {
    const batches = logBatches(Buffer.concat([Buffer.from(lines.join('\n')), bytes]), 0);

    expect(batches.every(batch => batch.length > 0 && batch.length <= 10_000 && bytesOf(batch) <= 1_048_576)).toBe(true);
    expect(batches.flat().every(({ message }) => message !== '' && Buffer.byteLength(message) <= 8000)).toBe(true);
    const clean = lines.join('\n').replace(/\r/g, '').split('\n').slice(0, -1).map(text => Buffer.from(text).toString());
    batches.flat().slice(0, clean.length).forEach(({ message }, index) => expect(message).toBe(cut(clean[index], 8000) || ' '));
  }), 5);
});

test('a batch of the longest lines is within a call', () => {
  const batches = logBatches(Buffer.from(`${'漢'.repeat(3000)}\n`.repeat(250)), 0);

  expect(batches.map(batch => batch.length)).toEqual([100, 100, 50]);
  expect(Math.max(...batches.map(bytesOf))).toBeLessThanOrEqual(1_048_576);
});
