import { execFileSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join, relative, resolve } from 'path';
import { packedLibrary } from './packed-library';

const ROOT = resolve(__dirname, '..', '..');
const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf-8'));

/** Runs a command and shows what it printed when it fails. */
function run(cwd: string, command: string, ...args: string[]): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf-8', stdio: 'pipe' });
  } catch (error: any) {
    throw new Error(`${command} ${args.join(' ')} failed in ${cwd}\n${error.stdout}\n${error.stderr}`, { cause: error });
  }
}

function writeFiles(directory: string, files: Record<string, string | object>) {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
}

const STACK = `
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Destination } from 'cdk-docker-image-deployment';
import {
  ImageRepository, ImageScan, ImageTag, INodejsImage, NodejsImageAsset, NodejsImageBuild, NodejsImageDeployment, NodejsImagePipeline, PipelineSource,
} from 'cdk-nodejs-image';

const app = new App({ outdir: 'cdk.out' });
const stack = new Stack(app, 'Consumer');
const image = new NodejsImageAsset(stack, 'Api', { directory: 'service' });
const containerImage: ContainerImage = image.containerImage;
new CfnOutput(stack, 'ImageUri', { value: image.imageUri });
console.log(typeof containerImage.bind);

const destination = Destination.ecr(new ImageRepository(stack, 'Images'), { tag: 'v1' });
const delivered: INodejsImage[] = [
  new NodejsImageBuild(stack, 'Built', { directory: 'service', tags: [ImageTag.packageVersion()] }),
  new NodejsImageDeployment(stack, 'Deployed', { directory: 'service', destination }),
];

const continuous = new Stack(app, 'Continuous');
const pipeline = new NodejsImagePipeline(continuous, 'Pipeline', {
  source: PipelineSource.gitHub('team/service', { connectionArn: 'arn:aws:codeconnections:us-east-1:123456789012:connection/0f0e0d0c' }),
  directory: 'service',
  sourceRoot: '.',
  scan: ImageScan.basic(),
  environments: [{ name: 'production', approval: true }],
  dashboard: true,
});
new CfnOutput(continuous, 'Rollback', { value: pipeline.rollbackCommands.production ?? '' });
delivered.forEach((one, index) => new CfnOutput(stack, 'Digest' + index, { value: one.imageDigest ?? '' }));
app.synth();
`;

let work: string;
let tarball: string;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'consumer-'));
  tarball = packedLibrary();
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

test('publint and attw find nothing in what is packed', () => {
  const said = run(ROOT, process.execPath, require.resolve('tsx/cli'), join('projenrc', 'lint-tarball.ts'), tarball);

  expect(said).toContain('All good!');
  expect(said).toContain('No problems found');
});

test('awslint finds nothing in the API but what is accepted', () => {
  expect(run(ROOT, process.execPath, require.resolve('tsx/cli'), join('projenrc', 'lint-api.ts'))).toMatch(/^awslint: 0 findings, \d+ accepted\n$/);
});

describe.each([
  ['the oldest CDK that we support', MANIFEST.devDependencies['aws-cdk-lib'], MANIFEST.devDependencies.constructs],
  ['a recent CDK', '2.276.0', '10.8.1'],
])('a strict TypeScript app on %s', (_name, cdkVersion, constructsVersion) => {
  let consumer: string;

  beforeAll(() => {
    // GIVEN an app that installs the packed library, and a small service that it builds an image of
    consumer = join(work, cdkVersion);
    writeFiles(consumer, {
      'package.json': {
        name: 'consumer',
        version: '1.0.0',
        private: true,
        dependencies: {
          'aws-cdk-lib': cdkVersion,
          'constructs': constructsVersion,
          'cdk-nodejs-image': `file:${tarball}`,
        },
        devDependencies: {
          '@types/node': MANIFEST.devDependencies['@types/node'],
          'typescript': MANIFEST.devDependencies.typescript,
        },
      },
      'tsconfig.json': {
        compilerOptions: {
          strict: true,
          noUncheckedIndexedAccess: true,
          skipLibCheck: false,
          target: 'ES2022',
          module: 'node16',
          types: ['node'],
        },
        files: ['app.ts'],
      },
      'app.ts': STACK,
      'service/package.json': {
        name: 'service',
        version: '1.0.0',
        private: true,
        main: 'index.js',
        scripts: { start: 'node index.js', test: 'node --test' },
        engines: { node: '>=24' },
      },
      'service/package-lock.json': {
        name: 'service',
        version: '1.0.0',
        lockfileVersion: 3,
        requires: true,
        packages: { '': { name: 'service', version: '1.0.0', engines: { node: '>=24' } } },
      },
      'service/index.js': 'require(\'http\').createServer((_, response) => response.end(\'hello\')).listen(3000);\n',
      'service/index.test.js': 'require(\'node:test\')(\'passes\', () => {});\n',
    });
    run(consumer, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts');
  });

  test('installs the library without fetching what it bundles', () => {
    const installed = join(consumer, 'node_modules', 'cdk-nodejs-image');
    for (const file of ['.jsii', 'lib/index.js', 'lib/index.d.ts', 'LICENSE', 'NOTICE', 'README.md', 'API.md']) {
      expect([file, existsSync(join(installed, file))]).toEqual([file, true]);
    }
    for (const bundled of MANIFEST.bundledDependencies) {
      expect(existsSync(join(installed, 'node_modules', bundled, 'package.json'))).toBe(true);
    }
  });

  test('stays within its bounds, in bytes, files and modules', () => {
    const installed = join(consumer, 'node_modules', 'cdk-nodejs-image');
    const files = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
    const loaded: string[] = JSON.parse(run(consumer, process.execPath, '-e', 'require("cdk-nodejs-image"); console.log(JSON.stringify(Object.keys(require.cache)))'));
    const own = loaded.filter(file => file.startsWith(realpathSync(installed)));
    const bytes = (of: string[]) => of.reduce((sum, file) => sum + statSync(file).size, 0);

    // as of November 2026: 10.3 MB, 1,584 files, of which a rehearsal of state machines is 0.1; what is loaded first is the index, test/house/load.test.ts counts the rest
    expect(files.length).toBeGreaterThan(1000);
    expect(files.length).toBeLessThan(1700);
    expect(bytes(files)).toBeLessThan(10.6e6);
    expect(own.map(file => relative(realpathSync(installed), file)).sort()).toEqual([join('lib', 'index.js'), join('lib', 'require-peers.js')]);
  });

  test('has its names for ES modules, too', () => {
    const program = 'import { NodejsImageAsset, NodejsImagePipeline, ImageTag } from "cdk-nodejs-image"; console.log(NodejsImageAsset.name, NodejsImagePipeline.name, ImageTag.name)';
    expect(run(consumer, process.execPath, '--input-type=module', '-e', program).trim()).toBe('NodejsImageAsset NodejsImagePipeline ImageTag');
  });

  test('brings the command', () => {
    const command = (...words: string[]) => run(consumer, 'npx', '--no-install', 'cdk-nodejs-image', ...words);

    expect(command('--version').trim()).toBe(MANIFEST.version);
    expect(command('inspect', 'service', '--port', '3001')).toMatch(/^service 1\.0\.0\n[^]*\n {2}port {12}3001 {2}\[port\]\n/);
    expect(command('dockerfile', 'service')).toContain('source=image/gate.mjs');
  });

  test('compiles, declarations of the library included', () => {
    run(consumer, 'npx', '--no-install', 'tsc', '-p', '.');
  });

  test('synthesizes one image asset', () => {
    // WHEN
    expect(run(consumer, process.execPath, 'app.js').trim()).toBe('function');

    // THEN
    const assets = JSON.parse(readFileSync(join(consumer, 'cdk.out', 'Consumer.assets.json'), 'utf-8'));
    const [[hash, asset], ...others] = Object.entries<any>(assets.dockerImages);
    expect(others).toEqual([]);
    const dockerfile = join(consumer, 'cdk.out', asset.source.directory, asset.source.dockerFile ?? 'Dockerfile');
    expect(readFileSync(dockerfile, 'utf-8')).toMatch(/^FROM /m);

    const template = JSON.parse(readFileSync(join(consumer, 'cdk.out', 'Consumer.template.json'), 'utf-8'));
    expect(JSON.stringify(template.Outputs.ImageUri)).toContain(hash);
  });

  test('synthesizes a build in CodeBuild and a deployment, with what runs in them', () => {
    const { Resources } = JSON.parse(readFileSync(join(consumer, 'cdk.out', 'Consumer.template.json'), 'utf-8'));
    const resources = (type: string) => Object.values<any>(Resources).filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
    const { files } = JSON.parse(readFileSync(join(consumer, 'cdk.out', 'Consumer.assets.json'), 'utf-8'));
    const assetOf = ({ S3Key }: { S3Key: string }) => join(consumer, 'cdk.out', files[S3Key.replace('.zip', '')].source.path);

    expect(resources('Custom::NodejsImage')).toHaveLength(2);
    // the one that builds and the one that publishes, with the program of the steps
    const buildspecs = resources('AWS::CodeBuild::Project').map(({ Source }) => JSON.stringify(Source.BuildSpec));
    expect(buildspecs).toHaveLength(2);
    ['step.mjs build', 'step.mjs publish'].forEach(command => expect(buildspecs.join()).toContain(command));
    const [program] = Object.values<any>(files).map(({ source }) => join(consumer, 'cdk.out', source.path)).filter(asset => asset.endsWith('.mjs'));
    expect(readFileSync(program, 'utf-8')).toContain('imagetools');
    // the bundle of the handlers
    const handlers = resources('AWS::Lambda::Function').filter(({ Handler }) => ['index.onEvent', 'index.isComplete'].includes(Handler));
    expect(handlers).toHaveLength(2);
    handlers.forEach(({ Code }) => expect(readFileSync(join(assetOf(Code), 'index.js'), 'utf-8')).toContain('StartBuildCommand'));
  });

  test('synthesizes a pipeline, whose program makes the build context of a checkout', () => {
    const { Outputs } = JSON.parse(readFileSync(join(consumer, 'cdk.out', 'Continuous.template.json'), 'utf-8'));
    expect(Outputs.Rollback.Value).toMatch(/^aws codepipeline rollback-stage /);
    const { files } = JSON.parse(readFileSync(join(consumer, 'cdk.out', 'Continuous.assets.json'), 'utf-8'));
    const [plan] = Object.values<any>(files).map(({ source }) => join(consumer, 'cdk.out', source.path)).filter(asset => existsSync(join(asset, 'plan.json')));
    const [checkout, output] = [join(work, `checkout-${cdkVersion}`), join(work, `output-${cdkVersion}`)];
    cpSync(join(consumer, 'service'), join(checkout, 'service'), { recursive: true });

    execFileSync(process.execPath, [join(plan, 'index.js')], {
      env: { ...process.env, PLAN: join(plan, 'plan.json'), SOURCE: checkout, OUTPUT: output, SOURCE_VERSION: 'a'.repeat(40) }, stdio: 'pipe',
    });

    expect(JSON.parse(readFileSync(join(output, 'result.json'), 'utf-8')).gates).toEqual(['test', 'start']);
    expect(readFileSync(join(output, 'context', 'Dockerfile'), 'utf-8')).toMatch(/^FROM /m);
  });
});
