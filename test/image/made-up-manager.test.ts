import { BaseImage, NodejsDockerfile } from '../../lib/image';
import { InstallScriptNeeds, NativeModules, NodejsProject } from '../../lib/project';
import { hardCodedSecret } from '../../lib/project/kept-out';
import { fact, project, projectDirectory, warnings } from '../project/project-directory';

// A package manager is a line in this table: nothing else is told of the one that is made up.
jest.mock('../../lib/project/package-managers/definitions', () => ({
  DEFINITIONS: [...jest.requireActual('../../lib/project/package-managers/definitions').DEFINITIONS, jest.requireActual('./made-up-manager').DEPOT],
}));

const LOCK = { 'depot.lock': 'ms 2.1.3\n' };
const manifest = (scripts: Record<string, string>, more: object = {}) => ({
  'package.json': { name: 'api', dependencies: { ms: '^2.1.0' }, scripts: { test: 'node --test', ...scripts }, ...more }, 'server.js': '', 'server.test.js': '',
});

const read = (scripts: Record<string, string>, more: object = {}) => project({ ...LOCK, ...manifest(scripts, more) });

/** Commands of a Dockerfile that name it, each with the stage that it is in. */
function commandsOf(dockerfile: NodejsDockerfile): string[] {
  let stage = '';
  return dockerfile.render().split(/\n(?=[A-Z])/).flatMap(instruction => {
    stage = /^FROM .* AS (\S+)/.exec(instruction)?.[1] ?? stage;
    return [...instruction.replace(/^#.*$/gm, '').matchAll(/(?:npm install --global )?(?<![\w./-])depot(?:@| )[^\n\\&;]*/g)].map(([command]) => `${stage}: ${command.trim()}`);
  });
}

describe('reading', () => {
  test('its lockfile tells that it is used, in the version that is known', () => {
    const facts = read({ start: 'node server.js' });
    expect(fact(facts, 'packageManager')).toMatchObject({ value: 'Depot 2.1.0', source: 'depot.lock' });
    expect(fact(facts, 'lockfile').reason).toBe('depot 1');
    expect(warnings(facts)).toEqual([]);
  });

  test('package.json and a file of its own tell it, too', () => {
    const named = project({ ...LOCK, 'package.json': { packageManager: 'depot@2.0.4' } });
    expect([named.packageManager.name, named.packageManager.pinnedVersion]).toEqual(['depot', '2.0.4']);
    expect(fact(project({ 'depot.json': {} }), 'packageManager')).toMatchObject({ value: 'Depot 2.1.0', source: 'depot.json' });
    expect(project({ ...LOCK, 'depot.json': {} }).manifestFiles).toContain('depot.json');
  });

  test('the script that a call of it runs is what starts', () => {
    for (const start of ['depot do serve', 'depot --mirror x do serve', 'depot go', 'depot sweep && depot do serve', 'depot fetch && depot do serve', 'pm2-runtime start depot -- do serve']) {
      expect([start, read({ start, serve: 'node server.js' }).startCommand?.argv]).toEqual([start, ['node', 'server.js']]);
    }
  });

  test('what it runs without a script is read, too', () => {
    for (const start of ['depotx cross-env node server.js', 'depot with node server.js', '/usr/local/bin/depot do serve']) {
      expect([start, read({ start, serve: 'node server.js' }).startCommand?.argv]).toEqual([start, ['node', 'server.js']]);
    }
  });

  test('a start that installs by it is warned of', () => {
    expect(warnings(read({ start: 'depot take left-pad && node server.js' }))).toContain('start-installs');
  });

  test('what it compiles again needs a compiler, and no sources', () => {
    const facts = read({ start: 'node server.js', postinstall: 'depot forge' });
    expect(facts.nativeModules).toBe(NativeModules.PRESENT);
    expect(facts.installScripts).toMatchObject([{ name: 'postinstall', needs: InstallScriptNeeds.MANIFESTS, reason: expect.stringContaining('depot forge compiles what is installed') }]);
  });

  test('a secret in its settings is found, and hooks in them keep the cache from others', () => {
    expect(hardCodedSecret('depot.yaml', 'npmAuthToken: abcdef0123')).toContain('depot.yaml holds a literal npmAuthToken');
    const cache = (content: object) => fact(project({ ...LOCK, ...manifest({ start: 'node server.js' }), ...content }), 'installCache').value;
    expect(cache({ 'depot.yaml': 'quiet: true\n' })).toBe('nodejs-image-depot');
    expect(cache({ 'depot.yaml': 'hooks: ./hooks.js\n' })).toMatch(/^nodejs-image-depot-[0-9a-f]{16}$/);
  });

  test('its file names the packages of a monorepo, and its options the one that starts', () => {
    const root = projectDirectory({
      ...LOCK,
      'depot.json': { shelves: ['packages/*', '!packages/old'] },
      'package.json': { name: 'root', private: true, scripts: { start: 'depot --in=api do start' } },
      'packages/api/package.json': { name: 'api', dependencies: { lib: '*' }, scripts: { start: 'node server.js' } },
      'packages/api/server.js': '',
      'packages/lib/package.json': { name: 'lib' },
      'packages/old/package.json': { name: 'old' },
    });
    const { workspace } = NodejsProject.fromDirectory(`${root}/packages/api`);
    expect(workspace?.packages.map(({ path }) => path).sort()).toEqual(['packages/api', 'packages/lib']);
    expect(NodejsProject.fromDirectory(root)).toMatchObject({ directory: `${root}/packages/api`, startCommand: { argv: ['node', 'server.js'] } });
  });
});

describe('planning and rendering', () => {
  test('an image is provided with it, installs, builds and tests by it', () => {
    const directory = projectDirectory({ ...LOCK, ...manifest({ build: 'node build.js', start: 'node server.js', postinstall: 'depot forge' }), 'build.js': '' });
    const dockerfile = NodejsDockerfile.fromDirectory({ directory });
    expect(commandsOf(dockerfile)).toEqual([
      'base: npm install --global depot@2.1.0',
      'deps: depot fetch --locked --still',
      'deps: depot do postinstall',
      'prod-deps: depot fetch --locked --still --lean',
      'build: depot do build',
      'gate-test: depot do test',
    ]);
    const text = dockerfile.render();
    expect(text).toContain('--mount=type=cache,id=nodejs-image-depot,target=/root/.depot');
    expect(text).toMatch(/^ENV DEPOT_QUIET=1$/m);
    expect(text).toContain('COPY app/depot.lock app/package.json ./');
  });

  test('an image without a shell is refused a start by it', () => {
    const directory = projectDirectory({ ...LOCK, ...manifest({ start: 'node server.js' }) });
    expect(() => NodejsDockerfile.fromDirectory({ directory, baseImage: BaseImage.distroless(), command: ['depotx', 'serve'] }))
      .toThrow('the container would start ["depotx","serve"], but the base image has no shell and no npm');
  });

  test('a gate that is written as a call of it is answered with the script', () => {
    const directory = projectDirectory({ ...LOCK, ...manifest({ start: 'node server.js' }) });
    expect(() => NodejsDockerfile.fromDirectory({ directory, gates: ['depot run test' as never] })).toThrow('Gate.script("test")');
  });
});
