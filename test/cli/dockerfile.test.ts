import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { DockerfileParser } from 'dockerfile-ast';
import { EXAMPLES } from '../golden/examples';
import { temporaryDirectory } from '../temporary';
import { cdkNodejsImage } from './command-line';

const copyOfExample = (name: string) => {
  const directory = path.join(temporaryDirectory(), 'project');
  fs.cpSync(EXAMPLES[name].directory, directory, { recursive: true, filter: source => path.basename(source) !== 'node_modules' });
  return directory;
};
const instructionsOf = (text: string) => DockerfileParser.parse(text).getInstructions().map(item => `${item.getKeyword()} ${item.getArgumentsContent()}`);
const dockerfile = async (...words: string[]) => {
  const { code, out, err } = await cdkNodejsImage(['dockerfile', ...words]);
  expect([code, err]).toEqual([0, '']);
  return out;
};

const APPS = path.join(__dirname, '..', 'compat', 'apps');
const OTHERS = ['next', 'yarn-berry-pnp-esm', 'turborepo/apps/web', 'workspaces-npm/packages/api', 'workspaces-root-pnpm', 'bun-runtime', 'native-compiled', 'vite-static-serve', 'concurrently'];

test.each([
  ...['two-stage-demo', 'lets-chat', 'yarn', 'telescope', 'telescope-posts'].map(name => [name, EXAMPLES[name].directory]),
  ...OTHERS.map(name => [name, path.join(APPS, name)]),
])('what explains the Dockerfile of %s changes nothing in it, and leaves no step out', async (_, directory) => {
  const [plain, explained] = [await dockerfile(directory), await dockerfile('--explain', directory)];

  expect(instructionsOf(explained)).toEqual(instructionsOf(plain));
  const lines = explained.split('\n');
  const unexplained = lines.filter((line, index) => /^[A-Z]+ /.test(line) && !lines[index - 1]?.startsWith('#')).filter(line => !/^ARG NODE_\w+_IMAGE$|^USER /.test(line));
  expect(unexplained).toEqual([]);
});

test('the .dockerignore and the diagram are for themselves', async () => {
  const { directory } = EXAMPLES.yarn;

  expect(await dockerfile('--dockerignore', directory)).toMatch(/^# nothing enters but what is named\n\*\*\n!app\n/);
  expect(await dockerfile('--mermaid', directory)).toMatch(/^flowchart LR\n {2}stage_base/);
  expect((await cdkNodejsImage(['dockerfile', '--mermaid', '--explain', directory])).code).toBe(2);
  expect((await cdkNodejsImage(['dockerfile', '--file', 'Other', directory])).code).toBe(2);
});

describe('files for docker build', () => {
  test('are in the project, and name nothing of the layout that the constructs have', async () => {
    const directory = copyOfExample('yarn');
    const { code, out, err } = await cdkNodejsImage(['dockerfile', '--write', directory]);

    expect(code).toBe(0);
    expect(err).toContain(`docker build --tag yarn-example ${path.relative(process.cwd(), directory)}`);
    const names = out.trim().split('\n').map(file => path.relative(directory, path.resolve(file)));
    expect(names).toEqual(['Dockerfile', 'Dockerfile.dockerignore', ...['gate.mjs', 'start.mjs', 'collect.mjs', 'scripts.mjs', 'prune.mjs', 'init-amd64', 'init-arm64'].map(file => `Dockerfile.d/${file}`)]);
    expect(names.filter(file => !fs.existsSync(path.join(directory, file)))).toEqual([]);
    const text = fs.readFileSync(path.join(directory, 'Dockerfile'), 'utf8');
    expect(text).not.toMatch(/[ =]image\/|COPY app|source=app/);
    expect(text).toMatch(/^COPY \.\/ \/sources\/\nRUN rm -rf \/sources\/Dockerfile\.d$/m);
    expect(text).toMatch(/^COPY --from=sources \/sources\/ \.\/$/m);
    expect(text).toContain('type=bind,from=sources,source=/sources,target=/sources');
  });

  test('are written again over themselves, and never over those of others', async () => {
    const directory = copyOfExample('two-stage-demo');
    const written = async (...words: string[]) => (await cdkNodejsImage(['dockerfile', '--write', directory, ...words])).code;
    const texts = () => ['Dockerfile', 'Dockerfile.dockerignore'].map(file => fs.readFileSync(path.join(directory, file), 'utf8'));
    expect(await written()).toBe(0);
    const first = texts();
    expect(await written()).toBe(0);
    expect(texts()).toEqual(first);

    fs.writeFileSync(path.join(directory, 'Dockerfile'), 'FROM scratch\n');
    const { code, err } = await cdkNodejsImage(['dockerfile', '--write', directory]);
    expect(code).toBe(2);
    expect(err.replace(/\s+/g, ' ')).toContain('is there already, and this command did not write it');
    expect(fs.readFileSync(path.join(directory, 'Dockerfile'), 'utf8')).toBe('FROM scratch\n');
    expect(await written('--file', 'Dockerfile.gated')).toBe(0);
    expect(await written('--file', '../Dockerfile')).toBe(2);
  });

  test('keep out what git ignores and what holds a secret, by name, and the constructs keep them out', async () => {
    const directory = copyOfExample('two-stage-demo');
    execFileSync('git', ['init', '--quiet', directory]);
    fs.writeFileSync(path.join(directory, '.gitignore'), 'private/\n');
    fs.mkdirSync(path.join(directory, 'private'));
    fs.writeFileSync(path.join(directory, 'private', 'a'), '');
    fs.writeFileSync(path.join(directory, '.npmrc'), 'fund=false\n');
    const before = await dockerfile('--dockerignore', directory);
    await cdkNodejsImage(['dockerfile', '--write', directory]);

    expect(fs.readFileSync(path.join(directory, 'Dockerfile.dockerignore'), 'utf8')).toMatch(/^private$/m);
    expect(await dockerfile('--dockerignore', directory)).toBe(before);
    const { out } = await cdkNodejsImage(['inspect', '--json', directory]);
    expect(JSON.parse(out).groups.find(({ name }: any) => name === 'context').items.find(({ name }: any) => name === 'forPeople').value).toContain('Dockerfile.d');
  });
});
