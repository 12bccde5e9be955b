import * as fs from 'fs';
import { isBuiltin } from 'module';
import * as path from 'path';
import { BaseImage, BuildSecret, Gate, ImageTag, NodejsDockerfile, TestReport } from '../../../lib';
import { materialise } from '../../../lib/context/materialise';
import { DockerfileOrigin } from '../../../lib/pipeline/context/dockerfile-origin';
import { imageContentTag } from '../../../lib/tags/content-tag';
import { COMPAT_APPS } from '../../compat/apps';
import { add, directoryWith, smallService, temporaryDirectory } from '../../temporary';
import { checkout, edit, planOf, PROGRAM, run, tree } from './program';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

const dockerfileOf = (output: string) => fs.readFileSync(path.join(output, 'context', 'Dockerfile'), 'utf8');

/** A monorepo of one service and one library, with the version of Node.js at its top. */
function monorepo(): string {
  const service = { name: 'api', version: '3.0.0', scripts: { start: 'node server.js', test: 'node --test' }, dependencies: { shared: '*' } };
  const shared = { name: 'shared', version: '1.0.0', main: 'index.js' };
  return directoryWith({
    '.nvmrc': '22\n',
    'package.json': { name: 'root', private: true, workspaces: ['services/*', 'packages/*'] },
    'package-lock.json': {
      name: 'root', lockfileVersion: 3, packages: {
        '': { name: 'root', workspaces: ['services/*', 'packages/*'] },
        'services/api': service, 'packages/shared': shared, 'node_modules/api': { resolved: 'services/api', link: true }, 'node_modules/shared': { resolved: 'packages/shared', link: true },
      },
    },
    'services/api/package.json': service,
    'services/api/server.js': '// serves\n',
    'packages/shared/package.json': shared,
    'packages/shared/index.js': '// shared\n',
  });
}

/** Applications of every package manager, and frameworks that are read in ways of their own. */
const APPS = COMPAT_APPS.filter(({ name }) => [
  'bun', 'native-sharp', 'nestjs', 'next', 'npm', 'nx-integrated', 'patch-package', 'pnpm-9', 'static-vite', 'yarn-berry-pnp', 'yarn-classic',
].includes(name));

describe('a checkout of what was synthesized', () => {
  test.each(APPS.map(app => [app.name, app] as const))('gives the context of the synthesis: %s', (_, app) => {
    const apps = path.join(__dirname, '..', '..', 'compat', 'apps');
    const sourceRoot = path.join(apps, path.relative(apps, app.root).split(path.sep)[0]);
    const synthesized = materialise(NodejsDockerfile.fromDirectory({ directory: app.root }), temporaryDirectory(), new Map());

    const { status, stderr, output, result } = run(planOf(sourceRoot, { directory: path.relative(sourceRoot, app.root) }), checkout(sourceRoot));

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(result!.contentTag).toBe(imageContentTag(synthesized.hash, ['amd64'], {}));
    expect(tree(path.join(output, 'context'))).toEqual(tree(synthesized.directory));
  });

  test('gives what the build needs to know', () => {
    const source = smallService();
    const plan = planOf(source, { gates: [Gate.script('test', { reports: [TestReport.junit('junit.xml')] })], buildArgs: { B: '2', A: '1' } }, {
      architectures: ['amd64', 'arm64'],
      tags: [ImageTag.packageVersion({ prefix: 'v' }), ImageTag.gitCommit({ length: 8 }), ImageTag.fixed('stable'), ImageTag.moving('latest'), ImageTag.contentHash()],
    });

    const { result, stdout, output } = run(plan, checkout(source), { SOURCE_VERSION: COMMIT });

    expect(result).toEqual({
      contentTag: expect.stringMatching(/^[0-9a-f]{32}$/),
      tags: [{ tag: 'v1.0.0', moving: false }, { tag: '01234567', moving: false }, { tag: 'stable', moving: false }, { tag: 'latest', moving: true }, { tag: result!.contentTag, moving: false }],
      gates: ['test', 'start'],
      unprovenGates: [],
      reports: [{ gate: 'test', format: 'JUNITXML', path: 'junit.xml' }],
      cacheStages: ['deps', 'prod-deps'],
      packageVersion: '1.0.0',
      baseImages: ['public.ecr.aws/docker/library/node:24-trixie-slim'],
      warnings: [],
    });
    expect(stdout).toContain('startCommand: node server.js (package.json: scripts.start');
    expect(fs.readdirSync(output).sort()).toEqual(['context', 'result.json']);
  });

  test('gives another content for other architectures and build arguments', () => {
    const source = smallService();
    const plans = [planOf(source), planOf(source, {}, { architectures: ['amd64', 'arm64'] }), planOf(source, { buildArgs: { A: '1' } }), planOf(source, { buildArgs: { A: '2' } })];
    expect(new Set(plans.map(plan => run(plan, source).result!.contentTag)).size).toBe(plans.length);
  });

  test('can be made again at the same place', () => {
    const source = smallService();
    const plan = planOf(source);
    const first = run(plan, source);
    add(source, { 'server.js': '// changed\n' });
    const second = run(plan, source, { OUTPUT: first.output });
    expect(second.status).toBe(0);
    expect(fs.readFileSync(path.join(first.output, 'context', 'app', 'server.js'), 'utf8')).toBe('// changed\n');
  });

  test('lies below a directory that has no history but the version of Node.js', () => {
    const source = directoryWith({ '.nvmrc': '22\n', 'deep/api/package.json': { name: 'api', version: '1.0.0', scripts: { start: 'node a.js', test: 'x' } }, 'deep/api/a.js': '' });
    const { status, stderr, output } = run(planOf(source, { directory: 'deep/api' }), checkout(source));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(dockerfileOf(output)).toContain('node:22-');
  });

  test('is not read above its root', () => {
    const outer = directoryWith({ '.nvmrc': '20\n', 'package.json': { name: 'outer', workspaces: ['*'] }, 'package-lock.json': { lockfileVersion: 3, packages: {} } });
    const source = smallService();
    fs.cpSync(source, path.join(outer, 'checkout'), { recursive: true });
    expect(run(planOf(source), path.join(outer, 'checkout'))).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('a checkout that changed', () => {
  const changed = (change: (source: string) => void, options = {}, source = smallService()) => {
    const plan = planOf(source, options);
    const copy = checkout(source);
    change(copy);
    return run(plan, copy);
  };

  test('fits with another dependency', () => {
    const { status, stderr } = changed(copy => {
      edit(copy, manifest => Object.assign(manifest.dependencies, { rightpad: '2.0.0' }));
      edit(copy, lock => {
        lock.packages[''].dependencies.rightpad = '2.0.0';
        lock.packages['node_modules/rightpad'] = { version: '2.0.0' };
      }, 'package-lock.json');
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('fits in another version, which its label has', () => {
    const { status, output, result } = changed(copy => edit(copy, manifest => Object.assign(manifest, { version: '1.1.0' })));
    expect(status).toBe(0);
    expect(result!.packageVersion).toBe('1.1.0');
    expect(dockerfileOf(output)).toContain('org.opencontainers.image.version=1.1.0');
    expect(dockerfileOf(output)).not.toContain('1.0.0');
  });

  test.each<[string, (manifest: any) => void]>([
    ['its first version', manifest => Object.assign(manifest, { version: '0.0.1' })],
    ['no version any more', manifest => delete manifest.version],
    ['what a hostile one could be', manifest => Object.assign(manifest, { version: '1"\nRUN echo $HOME \\' })],
  ])('fits with %s', (_, change) => {
    const { status, stderr, output } = changed(copy => edit(copy, change));
    // a version that no label can hold is refused where the Dockerfile is written
    expect(stderr === '' ? status : 1).toBe(status);
    if (status === 0) expect(dockerfileOf(output)).not.toMatch(/^RUN echo/m);
    else expect(stderr).toMatch(/^a label org\.opencontainers\.image\.version cannot hold a line break .*\n$/);
  });

  test('fits with a version where it had none', () => {
    const source = smallService();
    edit(source, manifest => delete manifest.version);
    const { status, output } = changed(copy => edit(copy, manifest => Object.assign(manifest, { version: '2.0.0' })), {}, source);
    expect(status).toBe(0);
    expect(dockerfileOf(output)).toContain('org.opencontainers.image.version=2.0.0');
  });

  test('fits where nothing but a comment of the Dockerfile differs', () => {
    const source = smallService();
    edit(source, manifest => Object.assign(manifest, { engines: { node: '24' } }));
    const { status, output } = changed(copy => {
      edit(copy, manifest => delete manifest.engines);
      add(copy, { '.nvmrc': '24\n' });
    }, { releaseFiles: ['server.js'] }, source);
    expect(status).toBe(0);
    expect(dockerfileOf(output)).toContain('# node: 24 (.nvmrc');
  });

  test('keeps a label of the version that was chosen', () => {
    const { status, output } = changed(copy => edit(copy, manifest => Object.assign(manifest, { version: '9.9.9' })), { labels: { 'org.opencontainers.image.version': 'mine' } });
    expect(status).toBe(0);
    expect(dockerfileOf(output)).not.toContain('9.9.9');
  });

  test.each<[string, (copy: string) => void, RegExp]>([
    ['another start script', copy => edit(copy, manifest => Object.assign(manifest.scripts, { start: 'node lib/util.js' })),
      /startCommand was "node server\.js" \(package\.json: scripts\.start\) and is "node lib\/util\.js" \(package\.json: scripts\.start\); Dockerfile had /],
    ['a renamed start script', copy => edit(copy, manifest => {
      manifest.scripts.serve = 'node --enable-source-maps server.js';
      delete manifest.scripts.start;
      fs.renameSync(path.join(copy, 'server.js'), path.join(copy, 'serve.js'));
    }), /^cannot tell how .* starts: /],
    ['another package manager', copy => {
      fs.rmSync(path.join(copy, 'package-lock.json'));
      add(copy, { 'pnpm-lock.yaml': 'lockfileVersion: \'9.0\'\nimporters:\n  .:\n    dependencies:\n      leftpad:\n        specifier: 1.0.0\n        version: 1.0.0\npackages:\n  leftpad@1.0.0: {resolution: {integrity: x}}\nsnapshots:\n  leftpad@1.0.0: {}\n' });
    }, /packageManager was "npm" \(package-lock\.json\) and is "pnpm [0-9.]+" \(pnpm-lock\.yaml\); /],
    ['another version of Node.js', copy => add(copy, { '.nvmrc': '22\n' }), /nodeVersion was "24" \(default\) and is "22" \(\.nvmrc\); /],
    ['a build', copy => {
      edit(copy, manifest => Object.assign(manifest.scripts, { build: 'tsc' }));
    }, /buildScript was "" .* and is "build" /],
    ['no gate any more', copy => edit(copy, manifest => delete manifest.scripts.test), /testScript was "test" .* and is "" /],
  ])('does not fit with %s', (_, change, message) => {
    const { status, stderr, output } = changed(change);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
    if (!stderr.startsWith('cannot tell')) {
      expect(stderr).toMatch(/^the source no longer fits the Dockerfile that is pinned in the pipeline: .*; synthesize and deploy the stack of the pipeline again, or set "dockerfileOrigin" to DockerfileOrigin\.REGENERATED\n$/);
    }
    expect(fs.readdirSync(output)).toEqual([]);
  });

  test('is made anew where the Dockerfile is, whatever changed', () => {
    const source = smallService();
    const plan = planOf(source, {}, { origin: DockerfileOrigin.REGENERATED });
    const copy = checkout(source);
    edit(copy, manifest => Object.assign(manifest.scripts, { start: 'node lib/util.js', test: 'node --test test/' }));
    const { status, output } = run(plan, copy);
    expect(status).toBe(0);
    expect(dockerfileOf(output)).toContain('CMD ["node", "lib/util.js"]');
  });
});

describe('a monorepo', () => {
  test.each([[{}], [{ projectRoot: '.' }]])('is found in the checkout, with %j', more => {
    const source = monorepo();
    const copy = checkout(source);
    const { status, stderr, output, result } = run(planOf(source, { directory: 'services/api', ...more }), copy);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(result!.packageVersion).toBe('3.0.0');
    expect(fs.existsSync(path.join(output, 'context', 'app', 'packages', 'shared', 'index.js'))).toBe(true);
    expect(dockerfileOf(output)).toContain('node:22-');
  });

  test('does not fit without a package that it needs', () => {
    const source = monorepo();
    const copy = checkout(source);
    edit(path.join(copy, 'services', 'api'), manifest => {
      manifest.dependencies = {};
    });
    edit(copy, lock => {
      lock.packages['services/api'].dependencies = {};
    }, 'package-lock.json');
    const { status, stderr } = run(planOf(source, { directory: 'services/api' }), copy);
    expect(status).toBe(1);
    expect(stderr).toMatch(/no longer fits .*packages\/shared/);
  });
});

describe('hostile sources', () => {
  test('file names stay file names', () => {
    const names = ['$(touch x)', '-rf', '"; id', 'a b', '#c', '!d', 'ü', '`e`', '\\f', '*', '[g]', '@h'];
    const source = smallService(Object.fromEntries(names.map(name => [`lib/${name}.js`, name])));
    const synthesized = materialise(NodejsDockerfile.fromDirectory({ directory: source }), temporaryDirectory(), new Map());
    const { status, output, result } = run(planOf(source), checkout(source));
    expect(status).toBe(0);
    expect(result!.contentTag).toBe(imageContentTag(synthesized.hash, ['amd64'], {}));
    names.forEach(name => expect(fs.readFileSync(path.join(output, 'context', 'app', 'lib', `${name}.js`), 'utf8')).toBe(name));
  });

  test('a link does not lead out of the checkout', () => {
    const source = smallService();
    const plan = planOf(source);
    const copy = checkout(source);
    const outside = directoryWith({ 'credentials.txt': 'secret' });
    fs.symlinkSync(path.join(outside, 'credentials.txt'), path.join(copy, 'lib', 'notes.txt'));
    const { status, stderr } = run(plan, copy);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^lib\/notes\.txt is a symbolic link to .*credentials\.txt, which lies outside of the checkout .*: put a file in its place, or remove it; or name it in \.dockerignore$/m);
  });

  test('a link that leads elsewhere in the checkout enters as the file', () => {
    const source = monorepo();
    add(source, { 'texts/a.txt': 'text' });
    fs.symlinkSync('../../texts/a.txt', path.join(source, 'services', 'api', 'a.txt'));
    const { status, output } = run(planOf(source, { directory: 'services/api' }), checkout(source));
    expect(status).toBe(0);
    expect(fs.readFileSync(path.join(output, 'context', 'app', 'services', 'api', 'a.txt'), 'utf8')).toBe('text');
  });

  test('an error is one line whatever the source holds', () => {
    const source = smallService();
    const plan = planOf(source, {}, { origin: DockerfileOrigin.REGENERATED });
    const copy = checkout(source);
    edit(copy, manifest => Object.assign(manifest, { packageManager: 'evil\n::error::x\u001b[31m@1.0.0' }));
    const { status, stderr } = run(plan, copy);
    expect(status).toBe(1);
    expect(stderr.trimEnd()).not.toMatch(/[\u0000-\u001f]/); // eslint-disable-line no-control-regex
  });
});

describe('what cannot be made', () => {
  test.each([
    ['no commit', '', '""'], ['the version of an object', 'Xk3.9ab', '"Xk3\\.9ab"'], ['a branch', 'main', '"main"'],
  ])('a tag of the commit of a source that has %s', (_, version, shown) => {
    const source = smallService();
    const { status, stderr } = run(planOf(source, {}, { tags: [ImageTag.gitCommit()] }), source, { SOURCE_VERSION: version });
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`^ImageTag\\.gitCommit\\(\\): the source has no commit, its version is ${shown}; use another tag`));
  });

  test('a tag of a version that is not there', () => {
    const source = smallService();
    edit(source, manifest => delete manifest.version);
    expect(run(planOf(source, {}, { tags: [ImageTag.packageVersion()] }), source).stderr).toMatch(/^ImageTag\.packageVersion\(\): package\.json of .* has no version, received null; /);
  });

  test('two tags that are the same', () => {
    const source = smallService();
    expect(run(planOf(source, {}, { tags: [ImageTag.packageVersion(), ImageTag.fixed('1.0.0')] }), source).stderr).toBe('tags must be different from one another, received "1.0.0" twice\n');
  });

  test('a context among the sources', () => {
    const source = smallService();
    expect(run(planOf(source), source, { OUTPUT: path.join(source, 'nodejs-image', 'made') }).stderr).toMatch(/^OUTPUT must lie outside of SOURCE, received ".*" in ".*"\n$/);
  });

  test.each(['PLAN', 'SOURCE', 'OUTPUT'])('anything without the variable %s', name => {
    const source = smallService();
    expect(run(planOf(source), source, { [name]: '' })).toMatchObject({ status: 1, stderr: `the variable ${name} must be a path, received ""\n` });
  });

  test('an image of a directory that is not there keeps the message of the project', () => {
    const source = monorepo();
    const copy = checkout(source);
    fs.rmSync(path.join(copy, 'services'), { recursive: true });
    expect(run(planOf(source, { directory: 'services/api' }), copy).stderr).toMatch(/^there is no directory .*services\/api: change the prop directory\n$/);
  });
});

describe('the bundle', () => {
  const bundle = fs.readFileSync(PROGRAM, 'utf8');

  test('has nothing of the CDK and needs nothing but Node.js and the parsers beside it', () => {
    // the names of the CDK's packages stand in the table by which code of the infrastructure is told
    expect(bundle).not.toMatch(/(?:require|import)\("(?:aws-cdk-lib|constructs|jsii)|JSII_RTTI/);
    const needed = [...bundle.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name).filter(name => !['./bundle/parser', './bundle/parsers', './bundle/dockerfile', 'pnpapi'].includes(name)); // in the command of a start under Plug'n'Play
    expect(needed).toContain('fs');
    expect(needed.filter(name => !isBuiltin(name))).toEqual([]);
  });

  test('is of moderate size and holds no path of this machine', () => {
    expect(bundle.length).toBeLessThan(850_000);
    expect(bundle).not.toContain(path.resolve(__dirname, '..', '..', '..'));
  });

  test('holds the licences of what it brings', () => {
    expect(bundle).toContain('Apache License');
  });
});

test('secrets and base images of a plan reach the Dockerfile', () => {
  const source = smallService();
  const { output } = run(planOf(source, { baseImage: BaseImage.alpine(), buildSecrets: [BuildSecret.file('npmrc', '/home/me/.npmrc', '/root/.npmrc')] }), source);
  expect(dockerfileOf(output)).toMatch(/-alpine/);
  expect(dockerfileOf(output)).toContain('--mount=type=secret,id=npmrc,target=/root/.npmrc');
});
