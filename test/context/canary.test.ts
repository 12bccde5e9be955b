import * as fs from 'fs';
import * as path from 'path';
import { NodejsDockerfile } from '../../lib';
import { materialise } from '../../lib/context/materialise';
import { SECRET_KINDS } from '../../lib/project/secrets/secret-names';
import { add, smallService, temporaryDirectory } from '../temporary';

const CANARY = 'canary-7c1f0b2e';

/** A file name for every entry of the table. */
const NAMES = SECRET_KINDS.flatMap(({ names }) => names).map(name => name.replace(/\*/g, 'x'));

const context = (directory: string, options: Partial<Parameters<typeof NodejsDockerfile.fromDirectory>[0]> = {}) =>
  materialise(NodejsDockerfile.fromDirectory({ directory, ...options }), temporaryDirectory(), new Map());

/** Every file of a context that holds the canary, or has it behind a link. */
function found(directory: string): string[] {
  return (fs.readdirSync(directory, { recursive: true }) as string[]).filter(name => {
    const stats = fs.statSync(path.join(directory, name), { throwIfNoEntry: false });
    return stats?.isFile() && fs.readFileSync(path.join(directory, name)).includes(CANARY);
  });
}

describe.each(['', 'lib/deep/er/'])('of every name of the table, below %j,', below => {
  const at = (name: string) => `${below}${name}`;

  test('a file enters nothing', () => {
    const directory = smallService(Object.fromEntries(NAMES.map(name => [at(name), CANARY])));
    expect(found(context(directory).directory)).toEqual([]);
  });

  test('a directory enters nothing', () => {
    const directory = smallService(Object.fromEntries(NAMES.map(name => [at(`${name}/${CANARY}.js`), CANARY])));
    expect(found(context(directory).directory)).toEqual([]);
  });

  test('a link enters nothing, whatever it leads to', () => {
    const directory = smallService();
    const outside = temporaryDirectory();
    add(outside, { 'file': CANARY, 'directory/file': CANARY });
    fs.mkdirSync(path.join(directory, below, 'links'), { recursive: true });
    NAMES.forEach((name, index) => {
      const link = path.join(directory, below, `links/${index}`, name);
      fs.mkdirSync(path.dirname(link), { recursive: true });
      fs.symlinkSync(path.join(outside, index % 2 === 0 ? 'file' : 'directory'), link);
    });
    expect(found(context(directory).directory)).toEqual([]);
  });

  test('what a link of another name leads to enters nothing', () => {
    const directory = smallService();
    const outside = temporaryDirectory();
    fs.mkdirSync(path.join(directory, below, 'links'), { recursive: true });
    NAMES.forEach((name, index) => {
      add(outside, { [`${index}/files/${name}`]: CANARY, [`${index}/directories/${name}/file`]: CANARY });
      fs.symlinkSync(path.join(outside, `${index}/files/${name}`), path.join(directory, below, `links/file-${index}`));
      fs.symlinkSync(path.join(outside, `${index}/directories/${name}`), path.join(directory, below, `links/directory-${index}`));
      fs.symlinkSync(path.join(outside, `${index}/directories/${name}/file`), path.join(directory, below, `links/inside-${index}`));
    });
    expect(found(context(directory).directory)).toEqual([]);
  });

  test('what is allowed by name enters, and nothing else', () => {
    const directory = smallService({ [at('tls.key')]: CANARY, [at('other.key')]: CANARY, [at('.aws/config')]: CANARY, [at('.aws/credentials')]: CANARY });
    const { directory: made, warnings } = context(directory, { allow: { [at('tls.key')]: 'of the tests', [at('.aws/config')]: 'of the tests', nothing: 'why' } });
    expect(found(made).sort()).toEqual([`app/${at('.aws/config')}`, `app/${at('tls.key')}`]);
    expect(warnings.map(({ id }) => id)).toContain('allow-names-nothing');
  });
});

test('a dependency that is a directory of the project brings no secret, and the package manager asks for none', () => {
  const directory = smallService({
    'package.json': { name: 'small', scripts: { start: 'node server.js' }, dependencies: { own: 'file:./own' } },
    'package-lock.json': { lockfileVersion: 3, packages: { '': { dependencies: { own: 'file:./own' } }, 'node_modules/own': { resolved: 'own', link: true }, 'own': {} } },
    'own/package.json': { name: 'own' }, 'own/index.js': '', 'own/tls.key': CANARY, 'own/.env': CANARY, 'own/ca.pem': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  });
  const made = context(directory).directory;
  expect(found(made)).toEqual([]);
  expect(fs.existsSync(path.join(made, 'app/own/ca.pem'))).toBe(true);
});

test.each([
  [{ '': 'why' }, /allow must name files and directories/], [{ '/etc': 'why' }, /allow must name/], [{ '..': 'why' }, /allow must name/], [{ '**/*.pem': 'why' }, /without "\*"/],
  [{ 'a.pem': ' ' }, /allow must say why "a\.pem" may enter/],
])('allow: %j is refused', (allow, message) => {
  expect(() => context(smallService(), { allow })).toThrow(message);
});
