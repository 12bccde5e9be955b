import * as fs from 'fs';
import * as path from 'path';
import { Duration } from 'aws-cdk-lib';
import {
  BaseImage, BuildSecret, BuildStep, Bundling, From, Gate, HealthCheck,
  InstallScripts, Instruction, NodejsDockerfile, NodejsDockerfileOptions, NodejsVersion, Stage,
  ModulePruning, Service, StageCustomization, StartGate, StartScript, TestReport, ToolCaches,
} from '../../lib';
import { cleanUp, temporaryDirectory } from './engine';
import { directoryWith, smallApp } from './small-app';
import { buildCheck, Finding, LINTERS } from './tools';

const GOLDEN = path.join(__dirname, '..', 'golden');

/** A Dockerfile to be linted. */
interface Case {
  readonly text: () => string;
  /** Base images of the engine, in place of those that it has not. */
  readonly baseImages?: { readonly NODE_BUILD_IMAGE: string; readonly NODE_RUNTIME_IMAGE: string };
}

const DEBIAN = { NODE_BUILD_IMAGE: 'node:24-bookworm', NODE_RUNTIME_IMAGE: 'node:24-bookworm-slim' };

const BASE_IMAGES: Record<string, { readonly baseImage: BaseImage; readonly baseImages?: Case['baseImages'] }> = {
  'Debian slim': { baseImage: BaseImage.debianSlim() },
  'distroless': { baseImage: BaseImage.distroless() },
  'Alpine': { baseImage: BaseImage.alpine(), baseImages: DEBIAN },
  'images of their own': {
    baseImage: BaseImage.custom({ buildImage: 'registry.example.com/node:24.1-dev', runtimeImage: 'registry.example.com/node:24.1', user: '65532:65532', shell: false }),
    baseImages: DEBIAN,
  },
};

/** A value for every option. */
const OPTIONS: Omit<Required<NodejsDockerfileOptions>, 'baseImage' | 'packageManager' | 'startScript'> = {
  nodeVersion: NodejsVersion.V24,
  gates: [
    Gate.scripts(['lint', 'test:unit'], { name: 'unit', reports: [TestReport.junit('reports/unit.xml'), TestReport.cobertura('coverage/*.xml')], timeout: Duration.minutes(1) }),
    Gate.script('test:e2e', { afterBuild: true, reports: [TestReport.clover('coverage')], environment: { LOG_LEVEL: 'debug' }, services: [Service.postgres(), Service.redis()] }),
    Gate.command(['node', '-e', 'console.log(`$HOME is "${process.env.HOME}"`)'], { name: 'words' }),
    Gate.commands([['npm', 'audit', '--omit=dev'], ['node', '--version']], { name: 'audit', network: true }),
  ],
  startGate: StartGate.required({ environment: { DATABASE_URL: 'postgres://"$USER"@db/a b' }, timeout: Duration.seconds(30), services: [Service.postgres()] }),
  installScripts: InstallScripts.none(),
  buildScript: 'build',
  buildNetwork: false,
  toolCaches: ToolCaches.standard({ directories: ['.cache/webpack'] }),
  buildEnvironment: { NEXT_TELEMETRY_DISABLED: '1', TITLE: 'it is "$5" \\ each' },
  buildArgs: { COMMIT: 'unknown', CHANNEL: 'stable' },
  buildSecrets: [
    BuildSecret.environment('NPM_TOKEN'),
    BuildSecret.environment('SENTRY_AUTH_TOKEN', { steps: [BuildStep.BUILD, BuildStep.GATES] }),
    BuildSecret.file('npmrc', 'npmrc', '/root/.npmrc', { steps: [BuildStep.INSTALL, BuildStep.BUILD, BuildStep.GATES] }),
  ],
  bundling: Bundling.esbuild({ external: ['left-pad'], entries: ['dist/a b/$HOME.js'] }),
  modulePruning: ModulePruning.standard({ keep: ['*/README.md', 'a b/$HOME/**'], remove: ['aws-sdk/dist/**'] }),
  releaseFiles: ['package.json', 'dist', 'public'],
  includeFiles: ['docs/a b.md'],
  writableDirectories: ['uploads', 'var/cache'],
  allow: { 'test/tls.key': 'a throwaway key of the tests' },
  command: ['node', '--enable-source-maps', 'dist/server.js', '--title', 'a b'],
  entrypoint: ['node', '--require', './instrument.js'],
  init: false,
  port: 3000,
  environment: { LOG_LEVEL: 'info', GREETING: 'say "hello" for $5 \\ #1', NODE_ENV: 'production' },
  user: '10001:10001',
  healthCheck: HealthCheck.http('/health?deep=1', { interval: Duration.seconds(10), timeout: Duration.seconds(2), startPeriod: Duration.seconds(30), retries: 5 }),
  labels: { 'org.opencontainers.image.source': 'https://example.com/app', 'com.example.note': 'a "quoted" $note' },
  customize: [
    StageCustomization.addStage(new Stage({ name: 'assets', from: From.stage('source'), instructions: [Instruction.run(['node', '--version'])] })),
    StageCustomization.prepend('deps', Instruction.env({ HUSKY: '0' })),
    StageCustomization.append('source', Instruction.run(['rm', '-rf', 'docs'])),
    StageCustomization.append('release', Instruction.copy(['/app/public/'], './public/', { link: true, from: From.stage('assets') }), Instruction.stopSignal('SIGINT')),
  ],
};

/** Everything that can be turned off. */
const NOTHING: NodejsDockerfileOptions = { gates: [], startGate: StartGate.none(), init: false, buildScript: '', healthCheck: HealthCheck.none(), labels: {}, environment: {} };

const ALONE: Record<string, NodejsDockerfileOptions> = {
  ...Object.fromEntries(Object.entries(OPTIONS).map(([name, value]) => [name, { [name]: value, ...name === 'healthCheck' ? { port: 80 } : {} }])),
  'nodeVersion 22': { nodeVersion: NodejsVersion.V22 },
  'nodeVersion 26': { nodeVersion: NodejsVersion.V26 },
  'gates: []': { gates: [] },
  'gates: one': { gates: [Gate.script('lint')] },
  'healthCheck: tcp': { healthCheck: HealthCheck.tcp(), port: 80 },
  'healthCheck: command': { healthCheck: HealthCheck.command(['node', 'dist/check.js', 'a "b" $c']) },
  'healthCheck: none': { healthCheck: HealthCheck.none(), port: 80 },
  'startScript: named': { startScript: StartScript.named('worker') },
  'startScript: from the environment': { startScript: StartScript.fromEnvironment('SCRIPT', { scripts: ['start', 'worker'], defaultScript: 'start' }) },
  'startScript: from the environment, without a default': { startScript: StartScript.fromEnvironment('SCRIPT', { scripts: ['start', 'worker'] }) },
};

const service = (more: Record<string, string> = {}) => {
  const manifest = {
    name: 'service',
    version: '1.2.3',
    private: true,
    description: 'a "service" for $5',
    dependencies: { express: '^5.0.0' },
    devDependencies: { typescript: '^5.0.0' },
    scripts: {
      'build': 'tsc', 'start': 'node dist/server.js', 'worker': 'QUEUE=mail node dist/worker.js', 'test': 'node --test',
      'test:unit': 'node --test', 'test:e2e': 'node --test', 'lint': 'tsc --noEmit',
    },
  };
  const packages = {
    '': manifest,
    'node_modules/express': { version: '5.0.0' },
    'node_modules/typescript': { version: '5.0.0', dev: true },
  };
  return directoryWith({
    'package.json': JSON.stringify(manifest),
    'package-lock.json': JSON.stringify({ name: manifest.name, version: manifest.version, lockfileVersion: 3, requires: true, packages }),
    'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}',
    'src/server.ts': '',
    ...more,
  });
};

const PROJECTS: Record<string, () => string> = {
  'without dependencies': () => smallApp(),
  'with a health check and a port in its script': () => smallApp({ scripts: { start: 'PORT=8080 node server.js' } }),
  'without a test': () => smallApp({ scripts: { test: 'echo "Error: no test specified" && exit 1' } }),
  'with install scripts': () => smallApp({ scripts: { postinstall: 'node server.js --check', prepare: 'husky' } }),
  'with an .npmrc': () => service({ '.npmrc': 'fund=false\n' }),
  'with Yarn 1': () => directoryWith({
    'package.json': JSON.stringify({ name: 'yarn-app', version: '1.0.0', dependencies: { ms: '2.1.3' }, scripts: { start: 'node index.js', test: 'node --test' } }),
    'yarn.lock': '# yarn lockfile v1\n\n\nms@2.1.3:\n  version "2.1.3"\n',
    'index.js': '',
  }),
  'without a lockfile': () => directoryWith({
    'package.json': JSON.stringify({ name: 'bare', version: '1.0.0', dependencies: { ms: '2.1.3' }, scripts: { start: 'node index.js', test: 'node --test' } }),
    'index.js': '',
  }),
};

const render = (directory: string, options: NodejsDockerfileOptions) => () => NodejsDockerfile.fromDirectory({ ...options, directory }).render();

const CASES: Record<string, Case> = {
  ...Object.fromEntries(fs.readdirSync(GOLDEN).filter(file => file.endsWith('.Dockerfile')).map(file =>
    [`test/golden/${file}`, { text: () => fs.readFileSync(path.join(GOLDEN, file), 'utf8') }])),
  ...Object.fromEntries(Object.entries(BASE_IMAGES).flatMap(([name, { baseImage, baseImages }]) => [
    [`${name}, no option`, { text: () => render(service(), { baseImage })(), baseImages }],
    [`${name}, every option`, { text: () => render(service(), { ...OPTIONS, baseImage })(), baseImages }],
    [`${name}, everything turned off`, { text: () => render(service(), { ...NOTHING, baseImage })(), baseImages }],
  ])),
  ...Object.fromEntries(Object.entries(ALONE).map(([name, options]) => [`the option ${name}`, { text: () => render(service(), options)() }])),
  ...Object.fromEntries(Object.entries(PROJECTS).map(([name, directory]) => [`a project ${name}`, { text: () => render(directory(), {})() }])),
};

const FAULTY = `FROM node:24-bookworm
ENV API_TOKEN=abc
RUN cd /tmp && apt-get update
USER root
CMD node server.js
`;

/** The file of each case, and what each linter found in all of them. */
const files: Record<string, string> = {};
const found: Record<string, Finding[]> = {};

/** What was found in the file of a case. */
const of = (findings: Finding[], name: string) => findings.filter(({ file }) => file === files[name]).map(({ rule, line, text }) => `${rule} in line ${line}: ${text}`);

beforeAll(() => {
  const directory = temporaryDirectory();
  for (const [index, [name, { text }]] of Object.entries({ faulty: { text: () => FAULTY }, ...CASES }).entries()) {
    const file = path.join(directory, `${index}.Dockerfile`);
    try {
      fs.writeFileSync(file, text());
      files[name] = file;
    } catch {
      // the test "is generated" shows why
    }
  }
  for (const [linter, lint] of Object.entries(LINTERS)) {
    found[linter] = lint(Object.values(files));
  }
});

afterAll(() => cleanUp());

test('there are golden Dockerfiles', () => {
  expect(Object.keys(CASES).filter(name => name.startsWith('test/golden/'))).not.toEqual([]);
});

describe('a faulty Dockerfile', () => {
  test.each(Object.keys(LINTERS))('%s finds its faults', linter => {
    expect(of(found[linter], 'faulty')).not.toEqual([]);
  });

  test('docker build --check finds its faults', () => {
    expect(of(buildCheck(files.faulty), 'faulty')).not.toEqual([]);
  });
});

describe.each(Object.entries(CASES))('%s', (name, { text, baseImages }) => {
  test('is generated', () => {
    expect(text()).toMatch(/^FROM /m);
  });

  test.each(Object.keys(LINTERS))('%s finds nothing', linter => {
    expect(files).toHaveProperty([name]);
    expect(of(found[linter], name)).toEqual([]);
  });

  test('docker build --check finds nothing', () => {
    expect(of(buildCheck(files[name], baseImages), name)).toEqual([]);
  });
});
