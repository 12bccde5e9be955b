import { BaseImage, ModulePruning, NodejsDockerfile, NodejsDockerfileOptions } from '../../lib';
import { add, smallService } from '../temporary';

function rendered(options: NodejsDockerfileOptions = {}, files: Record<string, unknown> = {}): string {
  const directory = smallService();
  add(directory, { 'package.json': { name: 'a', scripts: { start: 'node server.js' }, dependencies: { express: '5.1.0' } }, ...files });
  return NodejsDockerfile.fromDirectory({ directory, gates: [], ...options }).render();
}

const step = (dockerfile: string) => /node \/prune\.mjs --list \/output\/modules\.json(.*)$/m.exec(dockerfile)?.[1].trim();

test('the image takes its dependencies from where nothing is that nothing loads', () => {
  const dockerfile = rendered();
  expect(dockerfile).toMatch(/^FROM prod-deps AS modules$/m);
  expect(dockerfile).toMatch(/^COPY --link --from=modules \/app\/node_modules \.\/node_modules$/m);
  expect(step(dockerfile)).toBe('node_modules');
});

test('a source that names what it named before takes out nothing again: the step sees the names alone', () => {
  const dockerfile = rendered();
  const stage = (name: string) => new RegExp(`^FROM (.*) AS ${name}\\n((?:.+\\n)+)`, 'm').exec(dockerfile)![2];
  expect(stage('named')).toContain('--mount=type=bind,source=app,target=/sources');
  expect(stage('modules')).toContain('--mount=type=bind,from=named,source=/output/modules.json,target=/output/modules.json');
  expect(stage('modules')).not.toContain('source=app');
});

test('an install stays as it is if the user says so', () => {
  const dockerfile = rendered({ modulePruning: ModulePruning.none() });
  expect(dockerfile).not.toContain('prune.mjs');
  expect(dockerfile).toMatch(/^COPY --link --from=prod-deps \/app\/node_modules/m);
});

test.each<[string, NodejsDockerfileOptions, string]>([
  ['Node.js reads source maps', { command: ['node', '--enable-source-maps', 'server.js'] }, '--source-maps node_modules'],
  ['a variable says so', { environment: { NODE_OPTIONS: '--enable-source-maps' } }, '--source-maps node_modules'],
  ['Bun runs it', { command: ['bun', 'server.js'] }, '--typescript node_modules'],
  ['images are the user\'s own', { baseImage: BaseImage.custom({ buildImage: 'a:1', runtimeImage: 'b:1' }) }, '--any-libc node_modules'],
  ['globs are given', { modulePruning: ModulePruning.standard({ keep: ['a/$x y/**'], remove: ['b/*'] }) }, '--keep "a/\\$x y/**" --remove \'b/*\' node_modules'],
])('the program is told if %s', (_, options, words) => {
  expect(step(rendered(options))).toBe(words);
});

test.each([['', 'keep'], ['README.md', 'keep'], ['/a/b', 'remove'], ['a\0/b', 'remove']])('a glob %j that names no file of a package is refused', (glob, name) => {
  expect(() => ModulePruning.standard({ [name]: [glob] })).toThrow(`modulePruning has ${JSON.stringify(glob)} in "${name}"; write globs of <package>/<path>`);
});

test('a value of another type is refused with what to write', () => {
  expect(() => rendered({ modulePruning: false as any })).toThrow(/modulePruning.*ModulePruning\.none\(\)/s);
});

describe('of a server that a framework builds', () => {
  const ASTRO = {
    'package.json': { name: 'a', scripts: { build: 'astro build', start: 'node ./dist/server/entry.mjs' }, dependencies: { 'astro': '7.0.0', '@astrojs/node': '11.0.0' } },
    'astro.config.mjs': 'import node from "@astrojs/node"; export default { adapter: node({ mode: "standalone" }) };',
  };
  const list = (dockerfile: string) => / --list \/output\/modules\.json (.*) --start /.exec(dockerfile)?.[1];

  test('packages that it does not load are not in the image', () => {
    const dockerfile = rendered({}, ASTRO);
    expect(list(dockerfile)).toBe("--built-in astro --built-in '@astrojs/*'");
    expect(step(dockerfile)).toBe('node_modules');
  });

  test('the step that removes them sees what is left out, and no source', () => {
    const stage = /AS modules\n((?:.+\n)+)/.exec(rendered({}, ASTRO))![1];
    expect(stage).toContain('--mount=type=bind,from=files,source=/output/modules.json,target=/output/modules.json');
    expect(stage).not.toContain('source=app');
  });

  test('what the user keeps and variables name is known to it', () => {
    const dockerfile = rendered({
      modulePruning: ModulePruning.standard({ keep: ['dd-trace/**'] }), environment: { DRIVER: 'better-sqlite3', URL: 'https://a.example/', PORT: '80' },
    }, ASTRO);
    expect(list(dockerfile)).toBe("--built-in astro --built-in '@astrojs/*' --keep 'dd-trace/**' --named better-sqlite3");
  });

  test.each<[string, NodejsDockerfileOptions, Record<string, unknown>]>([
    ['the user keeps all', { modulePruning: ModulePruning.none() }, {}],
    ['something else starts', { command: ['node', 'server.js'] }, {}],
    ['it is not Astro', {}, { 'package.json': { name: 'a', scripts: { start: 'node server.js' }, dependencies: { express: '5.1.0' } } }],
  ])('all of them are if %s', (_, options, files) => {
    const dockerfile = rendered(options, { ...ASTRO, ...files });
    expect(dockerfile).toContain('COPY --link --from=');
    expect(dockerfile).not.toMatch(/collect\.mjs .*--list/);
  });
});
