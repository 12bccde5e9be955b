import { spawn } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { temporaryDirectory } from '../temporary';

const ROOT = path.join(__dirname, '..', '..');

/** What a clone has that the examples app is made of. */
const CLONED = ['examples', 'lib', 'tsconfig.json', 'package.json'];

/** A copy of the repository as another person has it: elsewhere, with other times and modes of files. */
function clone(parent: string, mode: { file: number; directory: number }): string {
  const directory = path.join(temporaryDirectory(), parent, 'clone');
  fs.mkdirSync(directory, { recursive: true });
  CLONED.forEach(name => fs.cpSync(path.join(ROOT, name), path.join(directory, name), {
    recursive: true, filter: source => !/(^|\/)(node_modules|cdk\.out|reports)(\/|$)/.test(path.relative(ROOT, source)),
  }));
  for (const entry of fs.readdirSync(directory, { recursive: true, withFileTypes: true })) {
    fs.chmodSync(path.join(entry.parentPath, entry.name), entry.isDirectory() ? mode.directory : mode.file);
  }
  fs.symlinkSync(fs.realpathSync(path.join(ROOT, 'node_modules')), path.join(directory, 'node_modules'));
  return directory;
}

/** The assembly of the examples app, as the command line of the CDK has it made. */
async function synthesize(directory: string, environment: Record<string, string>): Promise<string> {
  const assembly = path.join(directory, 'out', 'assembly');
  const { context } = JSON.parse(fs.readFileSync(path.join(ROOT, 'cdk.json'), 'utf8'));
  const child = spawn(process.execPath, [path.join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs'), '--tsconfig', 'examples/tsconfig.json', 'examples/app.ts'], {
    cwd: directory,
    env: { PATH: process.env.PATH, CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify(context), ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', data => log += data);
  const status = await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
  expect({ status, log: status === 0 ? '' : log }).toEqual({ status: 0, log: '' });
  return assembly;
}

/**
 * What the CDK writes for people and no deployment reads: each construct with where in the sources it was made. Those
 * places begin with the path of the clone, and only in that may they differ.
 */
const FOR_PEOPLE = /^([^/]+\.metadata|policy-validation-report)\.json$/;

/** Every file of an assembly with its content. */
function contents(assembly: string, directory: string): Map<string, Buffer> {
  const files = fs.readdirSync(assembly, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
    .map(entry => path.relative(assembly, path.join(entry.parentPath, entry.name)));
  return new Map(files.sort().map(name => {
    const content = fs.readFileSync(path.join(assembly, name));
    return [name, FOR_PEOPLE.test(name) ? Buffer.from(content.toString('utf8').replaceAll(directory, 'CLONE')) : content];
  }));
}

test('two clones in different places, by different people, synthesize the same bytes', async () => {
  const clones = [clone('a', { file: 0o644, directory: 0o755 }), clone('elsewhere/and deeper', { file: 0o664, directory: 0o775 })];
  const [one, other] = await Promise.all([
    synthesize(clones[0], { HOME: '/home/one', TZ: 'UTC', LANG: 'C' }),
    synthesize(clones[1], { HOME: '/home/other', TZ: 'Asia/Tokyo', LANG: 'de_DE.UTF-8', NPM_TOKEN: 'canary' }),
  ]);

  const [files, others] = [contents(one, clones[0]), contents(other, clones[1])];

  expect([...others.keys()]).toEqual([...files.keys()]);
  expect([...files.keys()].filter(name => !files.get(name)!.equals(others.get(name)!))).toEqual([]);
  // the comparison has something to compare: stacks, build contexts and what CodeBuild is given
  const names = [...files.keys()];
  expect(names.filter(name => name.endsWith('.template.json')).length).toBeGreaterThanOrEqual(10);
  expect(names.filter(name => /^node-image-[^/]+\/Dockerfile$/.test(name)).length).toBeGreaterThanOrEqual(10);
  expect(names.filter(name => name.endsWith('context.tar'))).not.toEqual([]);
});
