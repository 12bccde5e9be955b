import { mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { furnish, furnishProcess, imageEnvironment, userIn } from '../../../lib/programs/shared/services/service-root';
import { temporaryDirectory } from '../../temporary';

function root(files: Record<string, string>): string {
  const directory = temporaryDirectory();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(directory, path, '..'), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

const USERS = { 'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\npostgres:x:999:998::/var/lib/postgresql:/bin/sh\n', 'etc/group': 'root:x:0:\nwheel:x:10:\n' };

test.each([
  ['postgres', { uid: 999, gid: 998, home: '/var/lib/postgresql' }],
  ['999', { uid: 999, gid: 998, home: '/var/lib/postgresql' }],
  ['postgres:wheel', { uid: 999, gid: 10, home: '/var/lib/postgresql' }],
  ['70:71', { uid: 70, gid: 71, home: '/' }],
  ['70', { uid: 70, gid: 70, home: '/' }],
])('the user %s', (user, expected) => {
  expect(userIn(root(USERS), user)).toEqual(expected);
});

test('a user that the image does not have', () => {
  expect(() => userIn(root(USERS), 'mysql')).toThrow('its image has no user "mysql"');
  expect(() => userIn(root(USERS), 'root:mysql')).toThrow('its image has no user "root:mysql"');
  expect(() => userIn(root({}), 'postgres')).toThrow('its image has no user "postgres"');
});

test('the environment of the image, without what a builder gives', () => {
  expect(imageEnvironment(root({ 'service.environment': 'PATH=/opt/bin\0PGDATA=/a=b\0http_proxy=x\0NO_PROXY=y\0LINES=a\nb\0' }))).toEqual({ PATH: '/opt/bin', PGDATA: '/a=b', LINES: 'a\nb' });
  expect(imageEnvironment(root({})).PATH).toContain('/usr/bin');
});

test('what stands for /proc says which program runs, links of the image followed inside of it', () => {
  const directory = root({ 'opt/java/bin/java': '' });
  mkdirSync(join(directory, 'usr/bin'), { recursive: true });
  mkdirSync(join(directory, 'etc/alternatives'), { recursive: true });
  symlinkSync('/etc/alternatives/java', join(directory, 'usr/bin/java'));
  symlinkSync('../../opt/java/bin/java', join(directory, 'etc/alternatives/java'));

  furnish({ root: directory, command: ['java', '-jar'] }, '/usr/local/bin:/usr/bin');
  furnishProcess(directory, 17);

  expect(readlinkSync(join(directory, 'proc/self/exe'))).toBe('/opt/java/bin/java');
  expect(readlinkSync(join(directory, 'proc/17'))).toBe('self');
  expect(readFileSync(join(directory, 'proc/cpuinfo'), 'utf8').length).toBeGreaterThan(0);
  // once is enough
  furnish({ root: directory, command: ['other'] }, '/usr/bin');
  expect(readlinkSync(join(directory, 'proc/self/exe'))).toBe('/opt/java/bin/java');
});
