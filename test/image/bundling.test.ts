import { Bundling, Gate, ModulePruning, NodejsDockerfile, NodejsDockerfileOptions } from '../../lib';
import { add, smallService } from '../temporary';

function dockerfileOf(options: NodejsDockerfileOptions = {}, files: Record<string, unknown> = {}): NodejsDockerfile {
  const directory = smallService();
  add(directory, { 'package.json': { name: 'a', scripts: { start: 'node server.js' }, dependencies: { express: '5.1.0' } }, ...files });
  return NodejsDockerfile.fromDirectory({ directory, gates: [], ...options });
}

const step = (text: string) => /node \/bundling\.mjs (.*)$/m.exec(text)?.[1].trim();

test('the image has the bundle, and of the packages those that are outside', () => {
  const text = dockerfileOf({ bundling: Bundling.esbuild() }).render();
  expect(text).toMatch(/^FROM prod-deps AS bundle$/m);
  expect(text).toMatch(/^COPY --link --from=bundle \/output\/bundled\/ \.\/$/m);
  expect(text).not.toMatch(/^COPY --link --from=files/m);
  expect(text).toMatch(/--mount=type=bind,from=bundle,source=\/output\/modules\.json,target=\/output\/modules\.json/);
  expect(text).toMatch(/RUN --network=none[^\n]*\\\n(?: +--mount[^\n]*\n)+ +node \/bundling\.mjs/);
  expect(text).toMatch(/^COPY --link --from=bundle \/output\/bundling\/ \/bundling\/$/m);
});

test('without the prop nothing is bundled', () => {
  for (const options of [{}, { bundling: Bundling.none() }]) expect(dockerfileOf(options).render()).not.toContain('bundl');
});

test.each<[string, NodejsDockerfileOptions, string]>([
  ['packages that stay outside', { bundling: Bundling.esbuild({ external: ['sharp', '@a/b'] }) }, '--external sharp --external @a/b --start node server.js'],
  ['what else starts', { bundling: Bundling.esbuild({ entries: ['dist/a b.js'] }) }, "--entry 'dist/a b.js' --start node server.js"],
  ['source maps', { bundling: Bundling.esbuild({ sourceMaps: true, minify: true }) }, '--source-maps --minify --start node server.js'],
  ['that Node.js reads source maps', { bundling: Bundling.esbuild(), command: ['node', '--enable-source-maps', 'server.js'] }, '--source-maps --start node --enable-source-maps server.js'],
  ['that it is to have none', { bundling: Bundling.esbuild({ sourceMaps: false }), command: ['node', '--enable-source-maps', 'server.js'] }, '--node 24 --start node --enable-source-maps server.js'],
  ['packages that a variable may name', { bundling: Bundling.esbuild(), environment: { DRIVER: 'pg' } }, '--named pg --start node server.js'],
])('the program is told %s', (_, options, end) => {
  expect(step(dockerfileOf(options, { '.nvmrc': '24\n' }).render())).toMatch(new RegExp(`${end.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`));
});

test('packages that are bundled are left out where nothing is to be pruned', () => {
  const text = dockerfileOf({ bundling: Bundling.esbuild(), modulePruning: ModulePruning.none() }).render();
  expect(text).toMatch(/node \/prune\.mjs --list \/output\/modules\.json --packages node_modules$/m);
});

test.each<[string, NodejsDockerfileOptions, Record<string, unknown>, string]>([
  ['TypeScript starts', { command: ['node', 'server.ts'] }, { 'server.ts': '' }, 'which is TypeScript'],
  ['Bun starts', { command: ['bun', 'server.js'] }, {}, 'the container starts bun'],
  ['sources are compiled at start', {}, { 'package.json': { name: 'a', scripts: { start: 'tsx server.ts' }, devDependencies: { tsx: '4' } }, 'server.ts': '' }, 'dependencies of development'],
])('a warning says that nothing is bundled where %s', (_, options, files, reason) => {
  const dockerfile = dockerfileOf({ bundling: Bundling.esbuild(), ...options }, files);
  const warning = dockerfile.warnings.find(({ id }) => id === 'bundling-skipped');
  expect(warning?.message).toContain(reason);
  expect(dockerfile.render()).not.toContain('bundling.mjs');
});

test.each([
  [{ external: ['a/b'] }, '"external"'], [{ external: [''] }, '"external"'], [{ external: ['../a'] }, '"external"'],
  [{ entries: ['/app/a.js'] }, '"entries"'], [{ entries: ['../a.js'] }, '"entries"'], [{ entries: [''] }, '"entries"'], [{ entries: ['./a.js'] }, '"entries"'],
])('what names nothing is refused: %j', (options, name) => {
  expect(() => Bundling.esbuild(options)).toThrow(name);
});

test('a value of another type is refused with what to write', () => {
  expect(() => dockerfileOf({ bundling: true as any })).toThrow(/bundling.*Bundling\.esbuild\(\)/s);
  expect(() => Bundling.esbuild({ minify: 'yes' as any })).toThrow(/minify/);
});

describe('a gate on the bundle', () => {
  const gates = [Gate.script('test', { bundled: true }), Gate.script('test', { name: 'plain' })];
  const MANIFEST = { 'package.json': { name: 'a', scripts: { start: 'node dist/server.js', build: 'tsc', test: 'node --test' }, dependencies: { express: '5.1.0' } }, 'dist/server.js': '' };
  const stageOf = (text: string, name: string) => text.split('\n\n').find(block => new RegExp(`^FROM .* AS ${name}$`, 'm').test(block))!;

  test('sees the bundles and what they are made of, after the build; the others do not', () => {
    const text = dockerfileOf({ bundling: Bundling.esbuild(), gates }, MANIFEST).render();
    expect(stageOf(text, 'gate-test')).toMatch(/^FROM build AS gate-test$/m);
    expect(stageOf(text, 'gate-test')).toContain('--mount=type=bind,from=bundle,source=/output/bundled,target=/output/bundled');
    expect(stageOf(text, 'gate-test')).toContain('--mount=type=bind,from=files,source=/output/files,target=/output/files');
    expect(stageOf(text, 'gate-test')).toContain('--bundles=/output/bundled:/output/files:/app -- npm run test');
    expect(stageOf(text, 'gate-plain')).not.toContain('bundle');
    expect(text.indexOf(' AS bundle\n')).toBeLessThan(text.indexOf(' AS gate-test\n'));
  });

  test('is refused where nothing is to be bundled', () => {
    expect(() => dockerfileOf({ gates }, MANIFEST)).toThrow('gate "test" is to run on the bundle, but nothing is bundled; set bundling: Bundling.esbuild(), or leave out "bundled"');
  });

  test('runs on what was built where nothing can be bundled, as the warning says of the image', () => {
    const dockerfile = dockerfileOf({ bundling: Bundling.esbuild(), gates, command: ['bun', 'server.js'] }, MANIFEST);
    expect(dockerfile.warnings.map(({ id }) => id)).toContain('bundling-skipped');
    expect(stageOf(dockerfile.render(), 'gate-test')).not.toContain('bundle');
  });
});
