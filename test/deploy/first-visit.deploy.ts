import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';
import { temporaryDirectory } from '../temporary';
import { packedLibrary } from './packed-library';

const ROOT = resolve(__dirname, '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs', 'getting-started.md'), 'utf8');

/** The commands of a section of the page, as a reader copies them. */
function commandsOf(title: string): string {
  const [, section] = PAGE.split(`\n## ${title}\n`);
  return [...section.split('\n## ')[0].matchAll(/^```sh\n([^]*?)^```$/gm)].map(match => match[1]).join('\n');
}

/** A home with nothing but the packed library, which `npx` finds as it would find it in the registry. */
const home = temporaryDirectory();
const project = join(home, 'hello');
let tarball: string;

function bash(directory: string, commands: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('bash', ['-euc', commands], { cwd: directory, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  return { status, output: stdout + stderr };
}

function succeeds(directory: string, commands: string): string {
  const { status, output } = bash(directory, commands);
  if (status !== 0) throw new Error(`${commands}\nended with ${status}:\n${output}`);
  return output;
}

beforeAll(() => {
  tarball = packedLibrary();
  writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true }));
  succeeds(home, `npm install --prefer-offline --no-audit --no-fund '${tarball}'`);
});

afterAll(() => {
  spawnSync('docker', ['image', 'rm', '--force', 'hello']);
  rmSync(home, { recursive: true, force: true });
});

// each step goes on where the one before ended, as on the page
test('1. a project is made, and its tests pass', () => {
  succeeds(home, commandsOf('1. A project'));

  succeeds(project, 'npm test');
});

test('2. it is inspected, and the page shows what is printed', () => {
  const printed = succeeds(project, commandsOf('2. What becomes of it'));

  const [, shown] = /^## 2\.[^]*?^```text\n([^]*?)^```/m.exec(PAGE)!;
  expect(printed.split('\n')).toEqual(expect.arrayContaining(shown.trimEnd().split('\n')));
  expect(printed).toContain('No warnings');
});

test('3. the image is built, and its gates pass', () => {
  const printed = succeeds(project, commandsOf('3. The image'));

  expect(printed).toMatch(/test +ok +1 test/);
  expect(printed).toMatch(/hello: built in .*, its gates passed/);
});

test('4. with a broken test there is no image', () => {
  const [breakIt, mendIt] = commandsOf('4. A broken test').split('\n\n');
  const printed = succeeds(project, `set +e\n${breakIt}`);

  expect(printed).toContain('exit code 1');
  expect(printed).toContain('it says hello');
  expect(existsSync(join(project, 'gate-reports', 'hello', 'test', 'junit.xml'))).toBe(true);
  succeeds(project, mendIt);
});

test('5. a stack is written, installs and is synthesized', () => {
  const [init, ...rest] = commandsOf('5. A stack').trim().split('\n');
  succeeds(project, init);
  // the version that is packed here is in no registry
  const file = join(project, 'infrastructure', 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, 'cdk-nodejs-image': `file:${tarball}` } }));
  succeeds(project, rest.join('\n'));

  const names = readdirSync(join(project, 'infrastructure', 'cdk.out'));
  expect(names).toContain('Hello.template.json');
  expect(names.filter(name => name.startsWith('node-image-'))).toHaveLength(1);
});

test('the stacks of other languages are those that are written', () => {
  for (const [language, file, fence] of [['python', 'app.py', 'python'], ['java', 'src/main/java/app/ImageApp.java', 'java'], ['csharp', 'Program.cs', 'csharp']]) {
    const directory = join(project, language);
    mkdirSync(directory);
    succeeds(project, `npx cdk-nodejs-image init --language ${language} --output ${language}`);
    const written = readFileSync(join(directory, file), 'utf8').split('\n').map(line => line.trim());
    const [, shown] = new RegExp(`^\`\`\`${fence}\\n([^]*?)^\`\`\``, 'm').exec(PAGE)!;
    expect(written).toEqual(expect.arrayContaining(shown.trimEnd().split('\n').map(line => line.trim())));
  }
});
