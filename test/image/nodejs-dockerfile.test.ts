import { Duration } from 'aws-cdk-lib';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import * as fc from 'fast-check';
import {
  BaseImage, BuildSecret, BuildStep, From, Gate, HealthCheck, Instruction, NodejsDockerfile, NodejsDockerfileOptions, NodejsVersion, PackageManager,
  Stage, StageCustomization, StartGate, StartScript, TestReport,
} from '../../lib';
import { holds } from '../property';
import { smallService } from '../temporary';

function dockerfile(options: NodejsDockerfileOptions = {}, files: Record<string, unknown> = {}): NodejsDockerfile {
  return NodejsDockerfile.fromDirectory({ directory: smallService(files), ...options });
}

/** The text of one stage, from its FROM to the next. */
function stageOf(file: NodejsDockerfile, name: string): string {
  const block = file.render().split('\n\n').find(text => new RegExp(`^FROM .* AS ${name}$`, 'm').test(text));
  return block ?? '';
}

const manifest = (more: Record<string, unknown>) => ({ 'package.json': { name: 'small', version: '1.0.0', dependencies: { leftpad: '1.0.0' }, ...more } });

describe('gates', () => {
  test('the release takes from every gate, and from nothing that could stand for all of them', () => {
    const file = dockerfile({ gates: [Gate.command(['true'], { name: 'a' }), Gate.command(['true'], { name: 'b' })] });

    expect(stageOf(file, 'release').trim().split('\n').slice(-4)).toEqual([
      'FROM app AS release', ...['a', 'b', 'start'].map(name => `COPY --link --from=gate-${name} /passed/${name}/ /`),
    ]);
  });

  test('the release is the last stage, whatever is added', () => {
    const file = dockerfile({ customize: [StageCustomization.addStage(new Stage({ name: 'zzz', from: From.stage('source') }))] });

    expect(file.stages[file.stages.length - 1].name).toBe('release');
  });

  test('without the prop it is the test script', () => {
    expect(dockerfile().gates.map(({ name }) => name)).toEqual(['test', 'start']);
  });

  test('several scripts in sequence are one gate', () => {
    const file = dockerfile({ gates: [Gate.scripts(['lint', 'test'], { name: 'verify' })] }, manifest({ scripts: { start: 'node server.js', lint: 'x', test: 'y' } }));

    expect(stageOf(file, 'gate-verify')).toContain('-- npm run lint \'&&\' npm run test');
  });

  test('a gate after the build starts from the build, others from the source', () => {
    const scripts = { start: 'node dist/server.js', build: 'tsc --outDir dist', test: 'node --test', e2e: 'node e2e.js' };
    const file = dockerfile({ gates: [Gate.script('test'), Gate.script('e2e', { afterBuild: true })] }, manifest({ scripts }));

    expect(stageOf(file, 'gate-test')).toMatch(/^FROM source /m);
    expect(stageOf(file, 'gate-e2e')).toMatch(/^FROM build /m);
  });

  test('reports, environment, timeout and secrets reach the gate', () => {
    const gate = Gate.script('test', { reports: [TestReport.junit('out/junit.xml')], environment: { TZ: 'UTC' }, timeout: Duration.minutes(1) });
    const stage = stageOf(dockerfile({ gates: [gate], buildSecrets: [BuildSecret.environment('KEY', { steps: [BuildStep.GATES] })] }), 'gate-test');

    expect(stage).toContain('ENV TZ=UTC');
    expect(stage).toContain('--timeout=60 --report=JUNITXML:out/junit.xml -- npm run test');
    expect(stage).toContain('--mount=type=secret,id=KEY,env=KEY,required=true');
  });

  test('gates: [] is none but that it starts, and says so', () => {
    const file = dockerfile({ gates: [] });

    expect(file.stages.map(stage => stage.name).filter(name => /gate|report/.test(name))).toEqual(['gate-start', 'test-report']);
    expect(file.render()).toContain('# gates: start alone, as gates: [] says');
  });

  test('gates: [] without the start gate is none, and says so', () => {
    const file = dockerfile({ gates: [], startGate: StartGate.none() });

    expect(file.stages.map(stage => stage.name).filter(name => /gate|report/.test(name))).toEqual([]);
    expect(file.render()).toContain('# gates: none, as gates: [] says');
  });

  test('a project without tests is gated by a syntax check of what starts, with a warning', () => {
    const file = dockerfile({}, manifest({ scripts: { start: 'node server.js', test: 'echo "Error: no test specified" && exit 1' } }));

    expect(stageOf(file, 'gate-syntax')).toContain('-- node --check server.js');
    expect(file.warnings).toContainEqual({
      id: 'no-test-script',
      message: 'the script "test" ("echo \\"Error: no test specified\\" && exit 1") is a placeholder that tests nothing: the image is gated by a syntax check of server.js and its start in the build alone; '
        + 'add one, set "gates", or set gates: [] to have none',
    });
  });

  test('a gate that lets failures through is told, also one of a script that is no test script, and once', () => {
    const scripts = { start: 'node server.js', unit: 'jest || true', lint: 'eslint .' };
    const { warnings } = dockerfile({ gates: [Gate.script('unit'), Gate.scripts(['lint', 'unit'], { name: 'all' }), Gate.command(['jest', '--listTests'])] }, manifest({ scripts }));
    expect(warnings.map(({ id }) => id).filter(id => id.startsWith('gate-'))).toEqual(['gate-ignores-failure', 'gate-tests-nothing']);
    expect(dockerfile({ gates: [] }, manifest({ scripts: { ...scripts, test: 'jest || true' } })).warnings).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a file without its extension', { scripts: { start: 'node dist/main', build: 'nest build' } }, 'dist/main'],
    ['the file, not what is loaded before it', { scripts: { start: 'node -r ./preload.js server.js' } }, 'server.js'],
    ['what a framework builds and a shell starts', { scripts: { start: 'echo $A; next start', build: 'next build' }, dependencies: { next: '15.0.0' } }, '.next/standalone/server.js'],
    ['what a framework builds', { scripts: { start: 'next start', build: 'next build' }, dependencies: { next: '15.0.0' } }, '.next/standalone/server.js'],
  ])('the syntax check is of %s', (_, more, file) => {
    expect(stageOf(dockerfile({}, manifest(more)), 'gate-syntax')).toContain(`-- node --check ${file}`);
  });

  test('a project without tests whose start is no JavaScript has no gate, and is told so', () => {
    const file = dockerfile({ command: ['./start'] }, manifest({ scripts: {} }));

    expect(file.gates.map(({ name }) => name)).toEqual(['start']);
    expect(file.warnings.find(({ id }) => id === 'no-gate')?.message).toMatch(/no "test" script.*nothing gates the image but its installation.*gates: \[\]/);
    expect(file.render()).toContain('# gates: start alone, for there is no test script');
  });

  test.each<[string, () => NodejsDockerfileOptions, RegExp]>([
    ['a script that is not there', () => ({ gates: [Gate.script('lint')] }), /gate "lint" runs the script "lint", which package.json does not have; it has start, test/],
    ['two gates of one name', () => ({ gates: [Gate.script('test'), Gate.script('test')] }), /two gates are named "test"; set the option "name"/],
    ['a gate after no build', () => ({ gates: [Gate.script('test', { afterBuild: true })] }), /nothing is built; set "buildScript"/],
    ['a name that no stage can have', () => ({ gates: [Gate.script('test', { name: 'a b' })] }), /received "a b"/],
    ['no steps', () => ({ gates: [Gate.scripts([])] }), /at least one script or command, received \[\]/],
    ['a timeout of nothing', () => ({ gates: [Gate.script('test', { timeout: Duration.seconds(0) })] }), /timeout of gate "test".*received 0 seconds/],
    ['a report outside', () => ({ gates: [Gate.script('test', { reports: [TestReport.junit('../a')] })] }), /received "..\/a"/],
    ['a report of no format', () => ({ gates: [Gate.script('test', { reports: [TestReport.of('a b', 'c')] })] }), /received "a b"/],
  ])('%s is refused', (_, options, message) => {
    expect(() => dockerfile(options())).toThrow(message);
  });
});

describe('modules', () => {
  test('that only development has are in the release where the start needs them, with all that they read', () => {
    const file = dockerfile({}, {
      ...manifest({ scripts: { start: 'tsx src/main.ts', build: 'tsc', test: 'node --test' }, devDependencies: { tsx: '4' } }),
      'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
      'src/main.ts': '',
    });

    expect(stageOf(file, 'modules')).toContain('FROM deps AS modules');
    expect(stageOf(file, 'app')).toContain('COPY --link --from=modules /app/node_modules ./node_modules');
    expect(file.stages.map(stage => stage.name)).not.toContain('prod-deps');
    expect(stageOf(file, 'files')).toContain('--entry src/main.ts --modules /prepared /production --start node --import tsx src/main.ts');
    expect(file.warnings.map(warning => warning.id)).toContain('start-needs-dev-dependency');
  });

  test('of a nested package that an install script installs are in the release', () => {
    const file = dockerfile({}, {
      ...manifest({ dependencies: {}, scripts: { start: 'node server/index.js', postinstall: 'npm --prefix server ci', test: 'node --test' } }),
      'server/package.json': { dependencies: { ms: '2.1.3' } },
      'server/index.js': '',
    });

    expect(stageOf(file, 'app')).toContain('COPY --link --from=modules /app/server/node_modules ./server/node_modules');
    expect(stageOf(file, 'app')).not.toContain('/app/node_modules');
  });
});

describe('base images', () => {
  test.each<[string, BaseImage, NodejsVersion | undefined, string, string]>([
    ['debian slim', BaseImage.debianSlim(), undefined, 'node:24-trixie-slim', 'node:24-trixie-slim'],
    ['debian slim of a newer line', BaseImage.debianSlim(), NodejsVersion.V26, 'node:26-trixie-slim', 'node:26-trixie-slim'],
    ['debian slim of one version', BaseImage.debianSlim(), NodejsVersion.of('22.11.0'), 'node:22.11.0-bookworm-slim', 'node:22.11.0-bookworm-slim'],
    ['debian slim of a line that ended before the release of the others', BaseImage.debianSlim(), NodejsVersion.of('14'), 'node:14-bullseye-slim', 'node:14-bullseye-slim'],
    ['alpine', BaseImage.alpine(), undefined, 'node:24-alpine', 'node:24-alpine'],
    ['distroless', BaseImage.distroless(), undefined, 'node:24-trixie-slim', 'gcr.io/distroless/nodejs24-debian13:nonroot'],
    ['custom', BaseImage.custom({ buildImage: 'a:1', runtimeImage: 'b:2', user: '7:8' }), undefined, 'a:1', 'b:2'],
  ])('%s', (_, baseImage, nodeVersion, build, runtime) => {
    const text = dockerfile({ baseImage, nodeVersion }).render();

    expect(text).toMatch(new RegExp(`^FROM \\$\\{NODE_BUILD_IMAGE:-(public.ecr.aws/docker/library/)?${build}\\} AS base$`, 'm'));
    expect(text).toMatch(new RegExp(`^FROM \\$\\{NODE_RUNTIME_IMAGE:-(public.ecr.aws/docker/library/)?${runtime}\\} AS (app|release)$`, 'm'));
  });

  test.each([
    ['debian slim', BaseImage.debianSlim, '24-trixie-slim'], ['alpine', BaseImage.alpine, '24-alpine'],
  ])('%s comes from where it is mirrored', (_, choice, tag) => {
    const mirror = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/ecr-public';

    expect(dockerfile({ baseImage: choice({ mirror }) }).baseImages).toEqual([`${mirror}/docker/library/node:${tag}`]);
  });

  test.each(['', 'https://mirror.example.com', 'mirror.example.com/', 'a b', 'mirror.example.com\nRUN true', '${IMAGE}'])('the mirror %j is refused', mirror => {
    expect(() => BaseImage.debianSlim({ mirror })).toThrow(`mirror must be a host with a prefix, such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com/ecr-public, received ${JSON.stringify(mirror)}`);
  });

  test('are all that is taken from registries, what files come from included', () => {
    const adapter = 'public.ecr.aws/awsguru/aws-lambda-adapter:1.0.0';
    const copy = Instruction.copy(['/lambda-adapter'], '/opt/extensions/', { from: From.image(adapter) });

    expect(dockerfile({ customize: [StageCustomization.append('release', copy)] }).baseImages)
      .toEqual(['public.ecr.aws/docker/library/node:24-trixie-slim', adapter]);
  });

  test('dependencies that may compile are installed in the full image', () => {
    const packages = { '': { name: 'small', version: '1.0.0', dependencies: { leftpad: '1.0.0' } }, 'node_modules/leftpad': { version: '1.0.0', hasInstallScript: true } };
    const file = dockerfile({}, { 'package-lock.json': { name: 'small', version: '1.0.0', lockfileVersion: 3, packages } });

    expect(stageOf(file, 'base')).toContain('node:24-trixie}');
    expect(stageOf(file, 'app')).toContain('node:24-trixie-slim}');
  });

  test('where something is compiled, node-gyp takes the headers of the build image', () => {
    const native = (options: NodejsDockerfileOptions = {}, more = {}) => stageOf(dockerfile(options, { 'package.json': {
      name: 'small', version: '1.0.0', dependencies: { leftpad: '1.0.0' }, scripts: { install: 'node-gyp rebuild' }, ...more,
    } }), 'base');
    expect(native()).toContain('ENV npm_package_config_node_gyp_nodedir=/usr/local');
    expect(native({ packageManager: PackageManager.PNPM.version('10.1.0') })).toContain('ENV npm_config_nodedir=/usr/local');
    expect(native({ baseImage: BaseImage.distroless() })).toMatch(/node:24-trixie\}[\s\S]*nodedir=\/usr\/local/);
    expect(native({ baseImage: BaseImage.custom({ buildImage: 'a', runtimeImage: 'b' }) })).not.toContain('nodedir');
    expect(native({ baseImage: BaseImage.custom({ buildImage: 'a', runtimeImage: 'b', nodeHeaders: '/opt/node' }) })).toContain('nodedir=/opt/node');
    expect(native({ baseImage: BaseImage.alpine() })).toMatch(/RUN apk add --no-cache g\+\+ git make python3\nENV/);
    expect(stageOf(dockerfile({ baseImage: BaseImage.alpine() }), 'base')).not.toMatch(/apk|nodedir/);
  });

  test.each<[string, Record<string, string>, string[]]>([
    // the files that are collected have all that a build wrote into node_modules: a copy beside them would double its bytes
    ['the build generates is in the release by what is collected', { build: 'prisma generate' }, []],
    ['installing generates is copied behind the production dependencies', {}, ['COPY --link --from=source /app/node_modules/.prisma ./node_modules/.prisma']],
  ])('a client of Prisma that %s', (_, scripts, copies) => {
    const file = dockerfile({}, {
      'package.json': { name: 'small', version: '1.0.0', scripts, dependencies: { '@prisma/client': '6.19.0' } },
      'prisma/schema.prisma': 'generator client {\n  provider = "prisma-client-js"\n}\n',
    });
    expect(stageOf(file, 'app').split('\n').filter(line => line.includes('.prisma'))).toEqual(copies);
    expect(stageOf(file, 'files').includes('--modules /prepared /production')).toBe(copies.length === 0);
  });

  test('distroless finds node, runs as its own user, and refuses what needs a shell', () => {
    const release = stageOf(dockerfile({ baseImage: BaseImage.distroless() }), 'app');

    expect(release).toContain('PATH=/nodejs/bin:');
    expect(release).toContain('USER 65532:65532');
    expect(() => dockerfile({ baseImage: BaseImage.distroless(), command: ['npm', 'start'] })).toThrow(/no shell and no npm; set "command"/);
    expect(() => dockerfile({ baseImage: BaseImage.distroless(), nodeVersion: NodejsVersion.V20 })).toThrow(/no image of distroless of Node\.js 20: the lines are 22, 24, 26/);
  });
});

describe('the release', () => {
  test('has production dependencies and no tests', () => {
    const file = dockerfile();

    expect(stageOf(file, 'files')).toContain('/files/ --entry server.js --start node server.js');
    expect(stageOf(file, 'app')).toContain('--from=modules /app/node_modules ./node_modules');
  });

  test('has no production dependencies where there are none', () => {
    const file = dockerfile({}, { 'package.json': { name: 'small', scripts: { start: 'node server.js', test: 'node --test' } }, 'package-lock.json': { lockfileVersion: 3, packages: {} } });

    expect(file.stages.map(stage => stage.name)).not.toContain('prod-deps');
    expect(file.render()).not.toContain('node_modules');
  });

  test('has what the build leaves, as the start reads it, and says so', () => {
    const file = dockerfile({}, {
      ...manifest({ scripts: { start: 'node dist/server.js', build: 'tsc', test: 'node --test' } }),
      'tsconfig.json': { compilerOptions: { outDir: 'dist' } }, 'public/a.css': '', 'src/server.ts': '',
      'prisma/schema.prisma': '', 'next.config.mjs': '', 'jest.config.js': '',
    });

    expect(stageOf(file, 'files')).toMatch(/^FROM build /m);
    expect(stageOf(file, 'files')).toContain('/files/ --entry dist/server.js --modules /prepared /production --start node dist/server.js');
    expect(stageOf(file, 'files')).toContain('--mount=type=bind,source=app,target=/sources');
    expect(file.dockerIgnore.render()).toContain('app/dist\n');
    expect(file.facts.find(({ name }) => name === 'release')).toMatchObject({
      value: expect.stringMatching(/^everything but what nothing reads/), source: 'package.json: scripts.build',
    });
  });

  test('has what variables and the health check name', () => {
    const environment = { NODE_OPTIONS: '--require ./trace.js', TS_NODE_PROJECT: 'tsconfig.run.json', URL: 'https://example.com/a.js', MODE: 'fast' };
    expect(stageOf(dockerfile({ environment, healthCheck: HealthCheck.command(['node', 'check.js']) }), 'files'))
      .toContain("--start 'NODE_OPTIONS=--require ./trace.js' TS_NODE_PROJECT=tsconfig.run.json node server.js node check.js\n".trimEnd());
  });

  test('has what is served where the image serves files by itself', () => {
    const file = dockerfile({}, {
      ...manifest({ scripts: { start: 'vite preview', build: 'vite build' }, devDependencies: { vite: '7' } }), 'index.html': '', 'vite.config.js': '', 'server.js': '',
    });
    expect(stageOf(file, 'files')).toMatch(/--reads package\.json .*dist/);
  });

  test('has the files that are named', () => {
    expect(stageOf(dockerfile({ releaseFiles: ['./lib/', 'server.js'] }), 'files')).toContain('/files/ --only package.json --only lib --only server.js --start node server.js');
  });

  test.each(['/etc', '../x', '.', '--if-present'])('does not have %s', path => {
    expect(() => dockerfile({ releaseFiles: [path] })).toThrow(`received ${JSON.stringify(path)}`);
  });

  test('has an init, unless it is not wanted', () => {
    expect(stageOf(dockerfile(), 'app')).toContain('ENTRYPOINT ["/init"]');
    const without = dockerfile({ init: false });
    expect(stageOf(without, 'app')).toContain('ENTRYPOINT []');
    expect(without.contextFiles.map(file => file.path)).toEqual(['image/gate.mjs', 'image/start.mjs', 'image/collect.mjs', 'image/prune.mjs']);
  });

  test('exposes the port, and tells it to the application and the health check', () => {
    const release = stageOf(dockerfile({ port: 3000, healthCheck: HealthCheck.http('/up', { interval: Duration.seconds(5) }) }), 'app');

    expect(release).toContain('PORT=3000');
    expect(release).toContain('EXPOSE 3000');
    expect(release).toContain('--interval=5s');
    expect(release).toContain('(process.env.PORT||3000)+\\"/up\\"');
  });

  test('says that it has no health check where no port is known', () => {
    expect(stageOf(dockerfile(), 'app')).toContain('HEALTHCHECK NONE');
  });

  test('has directories that the application may write to', () => {
    const file = dockerfile({ writableDirectories: ['uploads'] });

    expect(stageOf(file, 'app')).toContain('COPY --link --chown=1000:1000 --from=files /output/writable/uploads/ ./uploads/');
  });

  test('keeps what lies in such a directory apart from what belongs to root', () => {
    const file = dockerfile({ writableDirectories: ['data/files', 'data/files/cache', 'logs'] });

    expect(stageOf(file, 'files')).toContain('RUN mkdir -p /output/files/data/files /output/files/data/files/cache /output/files/logs /output/writable/data /output/writable/ \\\n'
      + '    && mv /output/files/data/files /output/writable/data/files \\\n    && mv /output/files/logs /output/writable/logs');
    expect(stageOf(file, 'app').match(/--chown=1000:1000/g)).toHaveLength(2);
  });

  test('takes the environment and labels given over those it sets', () => {
    const release = stageOf(dockerfile({ environment: { NODE_ENV: 'staging' }, labels: { 'org.opencontainers.image.title': 'mine' } }), 'app');

    expect(release).toContain('NODE_ENV=staging');
    expect(release).toContain('org.opencontainers.image.title=mine');
  });

  test.each<[string, () => NodejsDockerfileOptions, RegExp]>([
    ['a user by name', () => ({ user: 'root' }), /user must be numbers.*received "root"/],
    ['a health check without a port', () => ({ healthCheck: HealthCheck.http('/') }), /set the prop "port"/],
    ['a path of a health check without a slash', () => ({ healthCheck: HealthCheck.http('up') }), /received "up"/],
    ['a secret as a build argument', () => ({ buildArgs: { NPM_TOKEN: 'x' } }), /"NPM_TOKEN" would be visible .* use "buildSecrets"/],
    ['two secrets of one name', () => ({ buildSecrets: [BuildSecret.environment('A'), BuildSecret.environment('A')] }), /two secrets named "A"/],
    ['a secret file with a comma', () => ({ buildSecrets: [BuildSecret.file('a', 'b,c', '/d')] }), /received "b,c"/],
    ['a command and a script', () => ({ command: ['a'], startScript: StartScript.named('start') }), /"command" and "startScript"/],
    ['a script that is not there', () => ({ startScript: StartScript.named('serve') }), /startScript names "serve".*it has start, test/],
    ['an empty command', () => ({ command: [] }), /both empty/],
    ['an environment with a line break', () => ({ environment: { A: 'b\nUSER root' } }), /A .*"b\\nUSER root"/],
    ['instructions behind the verdict of a gate', () => ({ customize: [StageCustomization.append('gate-test', Instruction.run(['cp', '/dev/null', '/gates/test/exit-code']))] }), /appends to the stage "gate-test", behind what judges a gate/],
    ['instructions behind the verdict of the start', () => ({ customize: [StageCustomization.append('gate-start', Instruction.run(['mkdir', '-p', '/passed/start']))] }), /appends to the stage "gate-start", behind what judges a gate/],
    ['a stage that is not there', () => ({ customize: [StageCustomization.append('nope', Instruction.user('1'))] }), /"nope", which is unknown; there are base, manifests/],
    ['a stage on the release', () => ({ customize: [StageCustomization.addStage(new Stage({ name: 'x', from: From.stage('release') }))] }), /"x" uses "release"/],
  ])('%s is refused', (_, options, message) => {
    expect(() => dockerfile(options())).toThrow(message);
  });
});

describe('how it starts', () => {
  test('a script that the environment chooses is replaced by what it runs', () => {
    const scripts = { start: 'node server.js', worker: 'QUEUE=a node worker.js', test: 'x' };
    const file = dockerfile({ startScript: StartScript.fromEnvironment('SCRIPT', { scripts: ['start', 'worker'], defaultScript: 'start' }) }, manifest({ scripts }));

    const [, , line] = JSON.parse(/^CMD (.*)$/m.exec(file.render())![1]);
    expect(line).toBe('SCRIPT=${SCRIPT:-start}; case "$SCRIPT" in start) exec node server.js ;; worker) exec env QUEUE=a node worker.js ;; '
      + '*) echo \'SCRIPT must be one of start, worker\' >&2; exit 64 ;; esac');
  });

  test('an entrypoint of your own comes after the init', () => {
    const file = dockerfile({ entrypoint: ['yarn', 'run'], command: ['start'] });

    expect(stageOf(file, 'app')).toContain('ENTRYPOINT ["/init", "yarn", "run"]\nCMD ["start"]');
  });
});

describe('installing', () => {
  test('copies what installing reads and nothing else', () => {
    expect(stageOf(dockerfile({}, { '.npmrc': 'fund=false\n' }), 'manifests')).toContain('COPY app/.npmrc app/package-lock.json app/package.json ./\n'.trim());
  });

  test('installs the manager at the version asked for', () => {
    expect(stageOf(dockerfile({ packageManager: PackageManager.NPM.version('11.0.0') }), 'base')).toContain('RUN npm install --global npm@11.0.0');
  });

  test('copies sources before installing where a script of the project reads them', () => {
    const scripts = { start: 'node server.js', test: 'x', postinstall: 'node generate.js' };
    const file = dockerfile({}, { ...manifest({ scripts }), 'generate.js': '' });

    expect(stageOf(file, 'deps')).toContain('COPY app/ ./\nRUN');
    expect(stageOf(file, 'source')).not.toContain('COPY');
  });

  test('leaves a script out of production that production does not need', () => {
    const file = dockerfile({}, manifest({ scripts: { start: 'node server.js', test: 'x', prepare: 'husky' }, devDependencies: { husky: '9' } }));

    expect(stageOf(file, 'prod-deps')).toContain('npm pkg delete scripts.prepare');
  });
});

test('a variable of .npmrc that nobody gives is a warning, until a secret gives it', () => {
  const files = { '.npmrc': '//registry.example.com/:_authToken=${NPM_TOKEN}\n' };
  const ids = (options: NodejsDockerfileOptions) => dockerfile(options, files).warnings.map(warning => warning.id);

  expect(ids({})).toContain('missing-build-secret');
  expect(ids({ buildSecrets: [BuildSecret.environment('NPM_TOKEN')] })).not.toContain('missing-build-secret');
});

test('a customisation stands where it is put, and the user and the command of the release stay the last word', () => {
  const release = stageOf(dockerfile({
    customize: [
      StageCustomization.prepend('release', Instruction.env({ FIRST: '1' })),
      StageCustomization.append('release', Instruction.run(['apt-get', 'update'])),
    ],
  }), 'app');

  expect(release.indexOf('FIRST')).toBeLessThan(release.indexOf('WORKDIR'));
  expect(release.indexOf('apt-get')).toBeLessThan(release.indexOf('USER'));
});

test('the diagram has every stage', () => {
  const file = dockerfile();

  expect(file.stages.every(stage => file.toMermaid().includes(`["${stage.name}"]`))).toBe(true);
  expect(file.toMermaid()).toContain('stage_gate_45_start -.-> stage_release');
});

test('whatever strings are given, the instructions are as many as without them, or it is an error', () => {
  const text = fc.string({ unit: 'binary', maxLength: 30 });
  const directory = smallService();
  const instructions = (options: NodejsDockerfileOptions) => {
    const rendered = NodejsDockerfile.fromDirectory({ directory, port: 80, ...options }).render();
    expect(validate(rendered)).toEqual([]);
    return DockerfileParser.parse(rendered).getInstructions().map(item => item.getKeyword());
  };
  const plain = instructions({ environment: { A: 'a' }, labels: { a: 'a' }, command: ['a'], gates: [Gate.command(['a'], { name: 'a' })] });

  holds(fc.property(text, text, text, text, (a, b, c, d) => {
    let given;
    try {
      given = instructions({ environment: { A: a }, labels: { a: b }, command: ['x', c], gates: [Gate.command(['a', d], { name: 'a' })] });
    } catch (error) {
      expect((error as Error).name).toMatch(/^(DockerfileError|ImageError)$/);
      return;
    }
    expect(given).toEqual(plain);
  }), 200);
});
