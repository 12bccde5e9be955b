import { execFileSync } from 'child_process';
import * as path from 'path';
import { COMMANDS } from '../../lib/cli/commands/index';
import { CLASSES } from '../../lib/cli/options/expression';
import { IMAGE_OPTIONS, typeOf } from '../../lib/cli/options/image-options';
import { EXAMPLES } from '../golden/examples';
import { temporaryDirectory } from '../temporary';
import { cdkNodejsImage } from './command-line';

const { directory } = EXAMPLES['two-stage-demo'];
const ROOT = path.resolve(__dirname, '..', '..');

/** The command in a process of its own, from its sources. */
const COMMAND = ['--import', path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs'), path.join(__dirname, 'entry.ts')];

describe('help', () => {
  const SCREEN = { lines: 24, columns: 80 };
  const topics = [['--help'], ['help'], ...COMMANDS.flatMap(({ name }) => [[name, '--help'], ['help', name]])];

  test.each(topics.map(words => [words.join(' '), words] as const))('%s fits a screen, has an example, and ends with 0', async (_, words) => {
    const { code, out, err } = await cdkNodejsImage(words);

    expect([code, err]).toEqual([0, '']);
    expect(out.trimEnd().split('\n').length).toBeLessThanOrEqual(SCREEN.lines);
    expect(out.split('\n').filter(line => line.length > SCREEN.columns)).toEqual([]);
    expect(out).toMatch(/Example {2}cdk-nodejs-image /);
  });

  test('without a command it is wrong usage', async () => {
    expect((await cdkNodejsImage([])).code).toBe(2);
  });

  test('every class that a prop takes can be written', () => {
    const types = [...IMAGE_OPTIONS.values()].map(prop => typeOf(prop).replace(/\[\]$/, '')).filter(type => /^[A-Z]/.test(type));

    expect(types.length).toBeGreaterThan(5);
    expect(types.filter(type => !Object.hasOwn(CLASSES, type))).toEqual([]);
  });

  test('every prop of an image is listed', async () => {
    const { out } = await cdkNodejsImage(['help', 'props']);

    expect(out).toMatch(/--node-version +NodejsVersion\n/);
    expect(out.split('\n').filter(line => line.length > SCREEN.columns)).toEqual([]);
    expect(out.match(/^ {2}--[a-z-]+ {2,}\S+.*$/gm)!.length).toBeGreaterThan(20);
  });
});

describe('a mistake is told in a sentence, with exit code 2', () => {
  test.each([
    ['a command that is not there', ['inspct'], 'did you mean "inspect"?'],
    ['an option that is not there', ['inspect', '--prot', '80'], 'did you mean --port?'],
    ['a value that is missing', ['inspect', '--port'], '--port takes a value'],
    ['a value too many', ['inspect', '--json=yes'], '--json takes no value'],
    ['a word too many', ['inspect', 'a', 'b'], '"b" is one word too many'],
    ['a directory that is not there', ['inspect', '/nowhere/at/all'], 'there is no directory'],
    ['to watch and to push', ['build', directory, '--watch', '--push', '--tag', 'r.example.com/a'], 'leave out --push'],
    ['a prop given twice', ['inspect', directory, '--port', '1', '--port', '2'], '--port is given 2 times'],
    ['a number that is none', ['inspect', directory, '--port', 'http'], '"port" must be a number, received "http"'],
    ['a port that is none', ['inspect', directory, '--port', '99999'], '65535'],
    ['a version that cannot be told', ['inspect', directory, '--node-version', 'lts/*'], 'NodejsVersion.of("24")'],
    ['a pair that is none', ['inspect', directory, '--environment', 'A'], 'NAME=VALUE'],
    ['a class that is not there', ['inspect', directory, '--gates', 'Gat.script("a")'], 'Gat is unknown; there are'],
    ['a member that is not there', ['inspect', directory, '--gates', 'Gate.scrpt("a")'], 'Gate.scrpt is unknown'],
    ['a member that is not public', ['inspect', directory, '--gates', 'Gate.script("a")._steps'], 'is unknown'],
    ['code', ['inspect', directory, '--gates', '[process.exit(3)]'], 'process is unknown'],
    ['the way to code', ['inspect', directory, '--gates', 'Gate.constructor("return 1")()'], 'CallExpression'],
    ['text that is no expression', ['inspect', directory, '--gates', '[Gate.'], 'no expression of TypeScript'],
    ['a file that is not there', ['inspect', directory, '--options', '/nowhere.json'], 'cannot read the file of --options'],
  ])('%s', async (_, words, message) => {
    const { code, out, err } = await cdkNodejsImage(words);

    expect([code, out]).toEqual([2, '']);
    expect(err.replace(/\s+/g, ' ')).toContain(message);
    expect(err).not.toMatch(/\n {4}at /);
  });
});

describe('colours', () => {
  const ESCAPE = /\u001b\[/;
  test.each([
    ['in a terminal', { tty: true }, true],
    ['without one', {}, false],
    ['with NO_COLOR', { tty: true, environment: { NO_COLOR: '1' } }, false],
    ['with FORCE_COLOR', { environment: { FORCE_COLOR: '1' } }, true],
    ['in a dumb terminal', { tty: true, environment: { TERM: 'dumb' } }, false],
  ])('%s', async (_, settings, expected) => {
    const { out } = await cdkNodejsImage(['inspect', directory], settings);

    expect(ESCAPE.test(out)).toBe(expected);
    // eslint-disable-next-line no-control-regex -- what a terminal shows is narrower than what it is sent
    expect(out.split('\n').filter(line => line.replace(/\u001b\[[0-9]*m/g, '').length > 80)).toEqual([]);
  });
});

describe('in a process of its own', () => {
  const environment = { ...process.env, TSX_TSCONFIG_PATH: path.join(ROOT, 'examples', 'tsconfig.json') };

  test('through a pseudo-terminal it has colours and 80 columns', () => {
    const file = path.join(temporaryDirectory(), 'typescript');
    const words = [process.execPath, ...COMMAND, 'inspect', directory].map(word => `'${word}'`).join(' ');
    execFileSync('script', ['--quiet', '--return', '--command', `stty cols 80; exec ${words}`, file], { env: { ...environment, TERM: 'xterm-256color', NO_COLOR: '', CI: '' } });
    const { stdout } = { stdout: execFileSync('cat', [file], { encoding: 'utf8' }) };

    expect(stdout).toContain('\u001b[1mtwo-stage-demo 1.0.0\u001b[22m');
  });

  test('through a pipe it has none, and one that is closed early is no error', () => {
    const words = [process.execPath, ...COMMAND, 'inspect', directory].map(word => `'${word}'`).join(' ');
    const out = execFileSync('bash', ['-c', `set -o pipefail; ${words} | head -n 1`], { env: environment, encoding: 'utf8' });

    expect(out).toBe('two-stage-demo 1.0.0\n');
  });

  test('loads nothing of the CDK', () => {
    const program = `require(${JSON.stringify(path.join(ROOT, 'lib', 'cli', 'main.ts'))}); process.stdout.write(Object.keys(require.cache).join("\\n"))`;
    const out = execFileSync(process.execPath, ['--require', path.join(ROOT, 'node_modules', 'tsx', 'dist', 'preflight.cjs'), '--import', COMMAND[1], '-e', program], { env: environment, encoding: 'utf8' });

    expect(out.split('\n').filter(file => /node_modules\/(aws-cdk-lib|constructs)\//.test(file))).toEqual([]);
    expect(out).toContain('lib/cli/main.ts');
  });
});
