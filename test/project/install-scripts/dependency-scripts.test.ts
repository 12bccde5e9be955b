import { InstallScripts, NodejsDockerfile, NodejsDockerfileOptions, NodejsProject } from '../../../lib';
import { directoryWith } from '../../temporary';

type Files = { readonly [name: string]: unknown };

const NPM_LOCK = {
  'package-lock.json': {
    lockfileVersion: 3,
    packages: {
      '': { name: 'small', version: '1.0.0', dependencies: { esbuild: '1.0.0', leftpad: '1.0.0' } },
      'node_modules/esbuild': { version: '1.0.0', integrity: 'sha512-x', hasInstallScript: true },
      'node_modules/bcrypt': { version: '5.0.0', integrity: 'sha512-x', hasInstallScript: true, dependencies: { 'node-addon-api': '5' } },
      'node_modules/leftpad': { version: '1.0.0', integrity: 'sha512-x' },
    },
  },
};
const YARN_LOCK = '# yarn lockfile v1\n\n\nesbuild@1.0.0:\n  version "1.0.0"\n\nleftpad@1.0.0:\n  version "1.0.0"\n';
const BERRY_LOCK = `__metadata:\n  version: 8\n${['esbuild', 'leftpad'].map(name => `\n"${name}@npm:1.0.0":\n  version: 1.0.0\n  resolution: "${name}@npm:1.0.0"\n`).join('')}`;
const PNPM_LOCK = 'lockfileVersion: \'9.0\'\n\npackages:\n\n  esbuild@1.0.0:\n    resolution: {integrity: sha512-x}\n\n  leftpad@1.0.0:\n    resolution: {integrity: sha512-x}\n';
const BUN_LOCK = { lockfileVersion: 1, workspaces: { '': { dependencies: { esbuild: '1.0.0', leftpad: '1.0.0' } } }, packages: { esbuild: ['esbuild@1.0.0', '', {}, 'sha512-x'], leftpad: ['leftpad@1.0.0', '', {}, 'sha512-x'] } };

const MANAGERS: readonly [string, Files, Files][] = [
  ['npm', NPM_LOCK, {}],
  ['npm that is told to run none', { ...NPM_LOCK, '.npmrc': 'ignore-scripts=true\n' }, {}],
  ['npm 12', NPM_LOCK, { packageManager: 'npm@12.2.2' }],
  ['Yarn 1', { 'yarn.lock': YARN_LOCK }, {}],
  ['Yarn 4', { 'yarn.lock': BERRY_LOCK, '.yarnrc.yml': 'nodeLinker: node-modules\n' }, { packageManager: 'yarn@4.18.1' }],
  ['Yarn 3', { 'yarn.lock': BERRY_LOCK, '.yarnrc.yml': 'nodeLinker: node-modules\n' }, { packageManager: 'yarn@3.8.7' }],
  ['Yarn 4 with Plug\'n\'Play', { 'yarn.lock': BERRY_LOCK, '.yarnrc.yml': '' }, { packageManager: 'yarn@4.18.1' }],
  ['pnpm', { 'pnpm-lock.yaml': PNPM_LOCK }, { packageManager: 'pnpm@11.28.11' }],
  ['Bun', { 'bun.lock': BUN_LOCK }, {}],
];

function directory(files: Files, manifest: Files = {}): string {
  return directoryWith({
    'package.json': { name: 'small', version: '1.0.0', engines: { node: '24' }, dependencies: { esbuild: '1.0.0', leftpad: '1.0.0' }, ...manifest, scripts: { start: 'node server.js', ...manifest.scripts ?? {} } },
    'server.js': '', ...files,
  });
}

/** The steps of a stage, each in one line, and whether the program for scripts enters the build. */
function planned(files: Files, manifest: Files, options: NodejsDockerfileOptions, stage = 'deps') {
  const dockerfile = NodejsDockerfile.fromDirectory({ directory: directory(files, manifest), ...options });
  const text = dockerfile.render().replace(/ *\\\n +/g, ' ');
  const begin = text.indexOf(` AS ${stage}\n`);
  const steps = text.slice(begin, text.indexOf('\nFROM ', begin)).split('\n').filter(line => line.startsWith('RUN '));
  return { dockerfile, text, steps, brings: dockerfile.contextFiles.some(({ path }) => path.endsWith('scripts.mjs')) };
}

const refusal = (files: Files, manifest: Files, installScripts: InstallScripts) => () =>
  NodejsDockerfile.fromDirectory({ directory: directory(files, manifest), installScripts });

describe.each(MANAGERS)('with %s', (title, files, manifest) => {
  test.each(['deps', 'prod-deps'])('none runs none: %s is one step, which runs no script', stage => {
    const { steps } = planned(files, manifest, { installScripts: InstallScripts.none() }, stage);

    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatch(/--ignore-scripts|--mode=skip-build|\/scripts\.mjs without /);
  });

  test('none needs no program for scripts, but with Yarn 4 to keep them from running', () => {
    expect(planned(files, manifest, { installScripts: InstallScripts.none() }).brings).toBe(title === 'Yarn 4');
  });

  test.each(['deps', 'prod-deps'])('some run in a step of their own, without the cache: %s', stage => {
    const { steps } = planned(files, manifest, { installScripts: InstallScripts.only(['esbuild']) }, stage);

    expect(steps).toHaveLength(2);
    expect(steps[1]).toMatch(/node \/scripts\.mjs [\w-]+ --only=esbuild/);
    expect(steps[1]).not.toContain('type=cache');
  });

  test('those of the project run all the same, and no dependency with them', () => {
    const ignored = files['.npmrc'] !== undefined;
    const { steps } = planned(files, { ...manifest, scripts: { postinstall: 'node -e 1' } }, { installScripts: InstallScripts.none() });

    expect(steps).toHaveLength(ignored ? 1 : 2);
    // what builds dependencies as well as the project is told to build none
    expect(steps.slice(1).join('\n')).not.toMatch(/^RUN (env \S+ )*yarn install|^RUN pnpm|scripts\.mjs (npm|yarn|bun) /m);
  });

  test('a name that the lockfile does not have is refused, with the one that was meant', () => {
    const lockfile = Object.keys(files)[0];
    expect(refusal(files, manifest, InstallScripts.only(['esbuld']))).toThrow(`installScripts names "esbuld", which ${lockfile} does not have for Linux; did you mean "esbuild"?`);
    expect(refusal(files, manifest, InstallScripts.only(['zzzzzzzzzz']))).toThrow(/take it out, or write the name of a dependency/);
  });

  test('what runs is a fact, and nothing to warn of', () => {
    const { dockerfile } = planned(files, manifest, { installScripts: InstallScripts.only(['esbuild']) });

    expect(dockerfile.project.dependencyScripts).toEqual(['esbuild']);
    expect(dockerfile.facts).toContainEqual(expect.objectContaining({ name: 'dependencyScripts', value: 'esbuild', source: 'props: installScripts' }));
    expect(dockerfile.warnings.map(({ id }) => id)).not.toContain('install-scripts-unasked');
  });
});

test('npm runs those that its settings forbid, where they are named', () => {
  const only = { installScripts: InstallScripts.only(['esbuild']) };

  expect(planned(NPM_LOCK, {}, only, 'prod-deps').steps[1]).toMatch(/ npm --only=esbuild --ignore-scripts=false --omit=dev$/);
  expect(planned(NPM_LOCK, { packageManager: 'npm@12.2.2' }, only).steps[1]).toMatch(/ npm --only=esbuild --ignore-scripts=false --dangerously-allow-all-scripts$/);
});

test('npm runs scripts unasked, which is a fact; a warning names those that nothing explains', () => {
  const odd = { 'node_modules/leftpad': { version: '1.0.0', integrity: 'sha512-x', hasInstallScript: true } };
  const lock = { 'package-lock.json': { ...NPM_LOCK['package-lock.json'], packages: { ...NPM_LOCK['package-lock.json'].packages, ...odd } } };
  const { dockerfile, text } = planned(lock, {}, {});
  const explained = planned(NPM_LOCK, {}, {}).dockerfile;

  expect(explained.project.dependencyScripts).toEqual(['bcrypt', 'esbuild']);
  expect(explained.warnings.map(({ id }) => id)).not.toContain('install-scripts-unasked');

  const { message } = dockerfile.warnings.find(({ id }) => id === 'install-scripts-unasked')!;
  expect(message).toMatch(/^npm runs the install script of leftpad, which nobody asked for/);
  expect(message).toContain('set installScripts: InstallScripts.only(["bcrypt", "esbuild", "leftpad"]) to allow these');
  expect(planned(lock, {}, { installScripts: InstallScripts.asConfigured() }).dockerfile.warnings.map(({ id }) => id)).not.toContain('install-scripts-unasked');
  expect(planned(lock, {}, { installScripts: InstallScripts.asConfigured() }).text).toBe(text);
});

test.each<[string, Files, Files, string[]]>([
  ['npm 12 that allows some', NPM_LOCK, { packageManager: 'npm@12.2.2', allowScripts: { esbuild: true, gone: true } }, ['esbuild']],
  ['npm that is told to run none', { ...NPM_LOCK, '.npmrc': 'ignore-scripts=true\n' }, {}, []],
  ['pnpm that allows some', { 'pnpm-lock.yaml': PNPM_LOCK, 'pnpm-workspace.yaml': 'onlyBuiltDependencies: [esbuild]\n' }, {}, ['esbuild']],
  ['Yarn, whose lockfile does not tell', { 'yarn.lock': YARN_LOCK }, {}, []],
])('%s: a fact, and no warning', (_, files, manifest, expected) => {
  const project = NodejsProject.fromDirectory(directory(files, manifest));

  expect(project.dependencyScripts).toEqual(expected);
  expect(project.facts.filter(({ name }) => name === 'dependencyScripts')).toHaveLength(1);
  expect(project.warnings.map(({ id }) => id)).not.toContain('install-scripts-unasked');
});

test('what is not compiled needs no compiler, and what the application lacks by it is said', () => {
  const manifest = { dependencies: { bcrypt: '5.0.0', esbuild: '1.0.0', leftpad: '1.0.0' } };

  expect(planned(NPM_LOCK, manifest, {}).dockerfile.project.nativeModules).toBe('present');
  const { dockerfile } = planned(NPM_LOCK, manifest, { installScripts: InstallScripts.none() });
  expect(dockerfile.project.nativeModules).toBe('none');
  expect(dockerfile.warnings.find(({ id }) => id === 'native-module-not-built')?.message).toMatch(/^"installScripts" does not name bcrypt/);
});

describe('what cannot be kept is refused', () => {
  test.each<[string, Files, InstallScripts, RegExp]>([
    ['without a lockfile nothing is known', {}, InstallScripts.none(), /installScripts says whose scripts run, and here they cannot be kept apart: without a lockfile/],
    ['a name cannot be found without a lockfile', {}, InstallScripts.only(['esbuild']), /there is no lockfile that tells which dependencies there are; install once/],
    ['a dependency from git is built while it is fetched', { 'package-lock.json': { lockfileVersion: 3, packages: { '': {}, 'node_modules/a': { version: '1.0.0', resolved: 'git+ssh://git@github.com/o/a.git#0' } } } },
      InstallScripts.none(), /npm runs scripts of a dependency from git while it fetches it \(package-lock\.json\); mend that/],
    ['a binary lockfile tells no names', { 'bun.lockb': '#!/usr/bin/env bun\n' }, InstallScripts.only(['esbuild']), /bun\.lockb is in a format that tells/],
  ])('%s', (_, files, installScripts, message) => {
    expect(refusal(files, {}, installScripts)).toThrow(message);
  });

  test.each<[unknown, RegExp]>([
    [[], /must name at least one package, received \[\]; write InstallScripts\.none\(\)/],
    ['esbuild', /must name at least one package, received "esbuild"/],
    [['esbuild@1.0.0'], /received "esbuild@1\.0\.0"; write "esbuild", without a version/],
    [['@s/x@^2'], /write "@s\/x", without a version/],
    [['a b'], /write a name such as "esbuild"/],
    [[7], /received 7/],
  ])('names that are none: %j', (names, message) => {
    expect(() => InstallScripts.only(names as any)).toThrow(message);
  });

  test('a prop of another kind', () => {
    const given = (installScripts: any) => refusal(NPM_LOCK, {}, installScripts);
    expect(given(['esbuild'])).toThrow(/"installScripts" must be an InstallScripts, received \["esbuild"\]; write InstallScripts\.only\(\["esbuild"\]\)/);
    expect(given(false)).toThrow(/write InstallScripts\.none\(\)/);
    expect(given(true)).toThrow(/write InstallScripts\.asConfigured\(\)/);
  });

  test('another one than a project was read with', () => {
    const project = NodejsProject.fromDirectory(directory(NPM_LOCK), { dependencyScripts: InstallScripts.none() });

    const same = NodejsDockerfile.fromProject(project, { installScripts: InstallScripts.none() });
    expect(same.render()).toBe(NodejsDockerfile.fromProject(project).render());
    expect(() => NodejsDockerfile.fromProject(project, { installScripts: InstallScripts.only(['esbuild']) })).toThrow(/give it as "dependencyScripts" to NodejsProject\.fromDirectory\(\)/);
    expect(() => NodejsDockerfile.fromProject(project, { installScripts: InstallScripts.asConfigured() })).toThrow(/another one/);
  });
});
