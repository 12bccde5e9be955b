import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { zipOf } from '../../../lib/steps/monorepo/zip';
import { temporaryDirectory } from '../../temporary';

test.each([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('what is in it\n'.repeat(1000))],
  ['bytes', Buffer.from(Array.from({ length: 70_000 }, (_, index) => index * index % 251))],
])('an archive of %s is unpacked as it was', (_, content) => {
  const directory = temporaryDirectory();
  fs.writeFileSync(path.join(directory, 'a.zip'), zipOf('context.tar', content));
  execFileSync('python3', ['-c', 'import sys, zipfile; a = zipfile.ZipFile(sys.argv[1]); assert a.testzip() is None; a.extractall(sys.argv[2])', path.join(directory, 'a.zip'), directory]);

  expect(fs.readFileSync(path.join(directory, 'context.tar')).equals(content)).toBe(true);
});

test('the same content gives the same bytes', () => {
  expect(zipOf('a', Buffer.from('same')).equals(zipOf('a', Buffer.from('same')))).toBe(true);
});
