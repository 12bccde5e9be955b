import { NodejsVersion } from '../../../lib/project';
import { messageOf } from '../project-directory';

test('given a line or a version, when it is made, then it knows its line and its end', () => {
  expect(NodejsVersion.of('24')).toMatchObject({ line: 24, version: '24', endOfLife: '2028-04-30', isEndOfLife: false });
  expect(NodejsVersion.of('v22.11.0')).toMatchObject({ line: 22, version: '22.11.0', endOfLife: '2027-04-30', isEndOfLife: false });
  expect(NodejsVersion.V20).toMatchObject({ line: 20, endOfLife: '2026-04-30', isEndOfLife: true });
  expect(NodejsVersion.V26).toMatchObject({ line: 26, isEndOfLife: false });
});

test('given a line newer than the library, when it is made, then it has no end', () => {
  expect(NodejsVersion.of('30')).toMatchObject({ line: 30, endOfLife: '', isEndOfLife: false });
});

test.each(['', 'lts', '^22', '22.x', '22.1.1.1', '22 && ls', '22\n'.padEnd(5, 'x')])('given %j, when it is made, then the error shows it and names the prop', version => {
  expect(messageOf(() => NodejsVersion.of(version))).toContain(JSON.stringify(version));
  expect(messageOf(() => NodejsVersion.of(version))).toMatch(/change the prop nodeVersion$/);
});

test('given a line that is too old, when it is made, then the error says which is the oldest', () => {
  expect(messageOf(() => NodejsVersion.of('8'))).toBe('Node.js 8 is older than 10, the oldest line that is supported: change the prop nodeVersion');
});
