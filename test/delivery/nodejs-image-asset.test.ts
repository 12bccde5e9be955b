import * as fs from 'fs';
import * as path from 'path';
import { App, CfnParameter, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Compatibility, TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { DockerImageFunction } from 'aws-cdk-lib/aws-lambda';
import { BaseImage, BuildSecret, Gate, NodejsImageAsset, NodejsImageAssetProps, NodejsVersion } from '../../lib';
import { add, directoryWith, smallService, temporaryDirectory } from '../temporary';

function synth(props: NodejsImageAssetProps, outdir = temporaryDirectory(), context: Record<string, unknown> = {}) {
  const app = new App({ outdir, context });
  const stack = new Stack(app, 'Stack');
  const image = new NodejsImageAsset(stack, 'Image', props);
  const assembly = app.synth();
  const manifest = JSON.parse(fs.readFileSync(path.join(outdir, 'Stack.assets.json'), 'utf8'));
  const [asset] = Object.values<any>(manifest.dockerImages);
  return { image, stack, assembly, outdir, asset, directory: path.resolve(outdir, asset.source.directory) };
}

const hashOf = (directory: string, props: Partial<NodejsImageAssetProps> = {}) => synth({ directory, ...props }).image.assetHash;

function list(directory: string): string[] {
  return (fs.readdirSync(directory, { recursive: true }) as string[])
    .filter(name => !fs.lstatSync(path.join(directory, name)).isDirectory()).sort();
}

describe('the build context', () => {
  const keptOut = (content: Record<string, string>) => {
    const { stack } = synth({ directory: smallService(content) });
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('never enter')).map(({ entry }) => String(entry.data).split(' never')[0]);
  };

  test('names the secrets that it keeps out and git does not', () => {
    expect(keptOut({ 'test/tls.key': 'x', 'test/tls.pem': 'x', '.env.test': 'A=1', 'lib/.env': 'A=1', '.gitignore': 'node_modules\n' }))
      .toEqual(['.env.test, lib/.env', 'test/tls.key (a key), test/tls.pem (a key)']);
  });

  test('says nothing of secrets that git ignores', () => {
    expect(keptOut({ '.env': 'A=1', 'lib/tls.key': 'x', 'test/a.pem': 'x', '.gitignore': '.env\n/lib/tls.key\n', 'test/.gitignore': '*.pem\n' })).toEqual([]);
    expect(keptOut({ 'node_modules/a/tls.key': 'x', '.git/id_rsa': 'x' })).toEqual([]);
  });

  test('holds the project, the Dockerfile and what is ours, and nothing else', () => {
    const directory = smallService({
      '.env': 'SECRET=1',
      '.env.local': 'SECRET=1',
      '.git/config': 'x',
      'node_modules/leftpad/index.js': 'x',
      'cdk.out/x.json': '{}',
      'coverage/lcov.info': 'x',
      'server.key': 'x',
      'lib/tls.pem': 'x',
      '.ssh/id_rsa': 'x',
      'lib/node_modules/a.js': 'x',
      'Dockerfile': 'FROM scratch',
    });

    expect(list(synth({ directory }).directory)).toEqual([
      '.dockerignore', 'Dockerfile',
      'app/lib/util.js', 'app/package-lock.json', 'app/package.json', 'app/server.js', 'app/test/server.test.js',
      'image/collect.mjs', 'image/gate.mjs', 'image/init-amd64', 'image/init-arm64', 'image/prune.mjs', 'image/start.mjs',
    ]);
  });

  test('has our Dockerfile where the directory has one of its own', () => {
    const { directory } = synth({ directory: smallService({ Dockerfile: 'FROM scratch\n' }) });

    expect(fs.readFileSync(path.join(directory, 'Dockerfile'), 'utf8')).toContain('AS release');
  });

  test('is narrowed by a .dockerignore of the user, and not opened', () => {
    const { directory } = synth({ directory: smallService({ '.dockerignore': '# mine\nlib\n!.env\n', '.env': 'SECRET=1' }) });

    expect(list(directory).filter(name => name.startsWith('app/lib') || name.includes('.env'))).toEqual([]);
  });

  test('is narrowed by patterns that other readers of .dockerignore take for something else', () => {
    const files = { 'lib/(secret)/a.txt': 'x', 'lib/+page.txt': 'x', 'lib/deep/b.secret': 'x', 'lib/kept.txt': 'x' };
    const { directory } = synth({ directory: smallService({ '.dockerignore': 'lib/(secret)\nlib/+page.txt\n**.secret\n', ...files }) });

    expect(list(directory).filter(name => name.startsWith('app/lib/'))).toEqual(['app/lib/kept.txt', 'app/lib/util.js']);
  });

  test('is refused where a pattern of .dockerignore cannot be read', () => {
    expect(() => synth({ directory: smallService({ '.dockerignore': 'lib/[a\n' }) })).toThrow(/\.dockerignore: a pattern .*"lib\/\[a"/);
  });

  test('is refused where a .dockerignore keeps out what installing reads', () => {
    expect(() => synth({ directory: smallService({ '.dockerignore': '*.json\n' }) })).toThrow(/package-lock.json, package.json .*\.dockerignore/);
  });

  /** A small service in a repository with something beside it. */
  function inRepository(): { readonly directory: string; readonly beside: string } {
    const root = temporaryDirectory();
    add(root, { '.git/HEAD': 'ref: refs/heads/main\n', 'shared/a.js': '// shared\n' });
    const directory = path.join(root, 'service');
    fs.renameSync(smallService(), directory);
    return { directory, beside: path.join(root, 'shared') };
  }

  test('keeps links inside the project, and takes in what links lead to elsewhere in the repository', () => {
    const { directory, beside } = inRepository();
    fs.symlinkSync('server.js', path.join(directory, 'main.js'));
    fs.symlinkSync(path.join(directory, 'lib'), path.join(directory, 'library'));
    fs.symlinkSync(beside, path.join(directory, 'shared'));

    const context = path.join(synth({ directory }).directory, 'app');

    expect(fs.readlinkSync(path.join(context, 'main.js'))).toBe('server.js');
    expect(fs.readlinkSync(path.join(context, 'library'))).toBe('lib');
    expect(fs.readFileSync(path.join(context, 'shared', 'a.js'), 'utf8')).toBe('// shared\n');
  });

  test('takes in what a link leads to outside of the repository where somebody allowed it, and refuses it else', () => {
    const { directory } = inRepository();
    const outside = temporaryDirectory();
    add(outside, { 'a.js': '// shared\n' });
    fs.symlinkSync(outside, path.join(directory, 'shared'));

    expect(() => synth({ directory })).toThrow(/^shared is a symbolic link to .*, which lies outside of the repository .*allow: \{ "shared": "why it may" \}/);
    const context = path.join(synth({ directory, allow: { shared: 'common code' } }).directory, 'app');
    expect(fs.readFileSync(path.join(context, 'shared', 'a.js'), 'utf8')).toBe('// shared\n');
  });

  test('refuses a link that leads nowhere outside, and one that leads into itself', () => {
    const nowhere = smallService();
    fs.symlinkSync('/does/not/exist', path.join(nowhere, 'gone'));
    expect(() => synth({ directory: nowhere })).toThrow(/a symbolic link leads nowhere: .*gone/);

    const { directory, beside } = inRepository();
    fs.symlinkSync(beside, path.join(directory, 'outside'));
    fs.symlinkSync(beside, path.join(beside, 'again'));
    expect(() => synth({ directory })).toThrow(/leads into a directory it lies in/);
  });

  test('is not written into the project where staging is off', () => {
    const directory = smallService();
    const before = list(directory);

    const { asset } = synth({ directory }, temporaryDirectory(), { 'aws:cdk:disable-asset-staging': true });

    expect(list(directory)).toEqual(before);
    expect(path.basename(asset.source.directory)).toMatch(/^node-image-/);
  });

  test('leaves out the output of the synthesis where that lies in the project', () => {
    const directory = smallService();

    const { directory: context } = synth({ directory }, path.join(directory, 'out'));

    expect(list(context).filter(name => name.startsWith('app/out'))).toEqual([]);
  });

  test('gives executable files their bit and others none, whatever the umask was', () => {
    const directory = smallService({ 'run.sh': '#!/bin/sh\n' });
    fs.chmodSync(path.join(directory, 'run.sh'), 0o700);
    fs.chmodSync(path.join(directory, 'server.js'), 0o600);

    const context = path.join(synth({ directory }).directory, 'app');

    expect((fs.statSync(path.join(context, 'run.sh')).mode % 0o1000).toString(8)).toBe('755');
    expect((fs.statSync(path.join(context, 'server.js')).mode % 0o1000).toString(8)).toBe('644');
  });
});

describe('the hash', () => {
  test.each([
    ['a source', (directory: string) => add(directory, { 'server.js': '// changed\n' })],
    ['a test', (directory: string) => add(directory, { 'test/server.test.js': '// changed\n' })],
    ['a new file', (directory: string) => add(directory, { 'more.js': '' })],
    ['the executable bit', (directory: string) => fs.chmodSync(path.join(directory, 'server.js'), 0o755)],
    ['a name', (directory: string) => fs.renameSync(path.join(directory, 'lib/util.js'), path.join(directory, 'lib/utils.js'))],
  ])('changes with %s', (_, change) => {
    const directory = smallService();
    const before = hashOf(directory);

    change(directory);

    expect(hashOf(directory)).not.toBe(before);
  });

  test.each([
    ['what never enters', (directory: string) => add(directory, { '.env': 'A=1', 'node_modules/a.js': '', '.git/description': '', 'coverage/lcov.info': '' })],
    ['what the user keeps out', (directory: string) => add(directory, { 'lib/notes/a.txt': 'x' })],
    ['what is for people', (directory: string) => add(directory, { 'README.md': '# small' })],
    ['a time', (directory: string) => fs.utimesSync(path.join(directory, 'server.js'), 1, 1)],
    ['a mode that the image does not keep', (directory: string) => fs.chmodSync(path.join(directory, 'server.js'), 0o600)],
  ])('does not change with %s', (_, change) => {
    const directory = smallService({ '.dockerignore': 'lib/notes\n' });
    const before = hashOf(directory);

    change(directory);

    expect(hashOf(directory)).toBe(before);
  });

  test('changes with the Dockerfile', () => {
    const directory = smallService();

    expect(hashOf(directory, { port: 1234 })).not.toBe(hashOf(directory));
  });

  test('is the same for the same project elsewhere', () => {
    expect(hashOf(smallService())).toBe(hashOf(smallService()));
  });
});

test.each([
  BaseImage.debianSlim(), BaseImage.alpine(), BaseImage.distroless(),
  BaseImage.custom({ buildImage: 'mirror.example.com/node:24', runtimeImage: 'mirror.example.com/node:24-slim' }),
])('the base image $name is none that is known only while deploying', baseImage => {
  expect(fs.readFileSync(path.join(synth({ directory: smallService(), baseImage, nodeVersion: NodejsVersion.V24 }).directory, 'Dockerfile'), 'utf8')).toContain('AS release');
});

test('two images of one directory have two Dockerfiles, and the same twice has one context', () => {
  const app = new App({ outdir: temporaryDirectory() });
  const stack = new Stack(app, 'Stack');
  const directory = smallService();
  const [web, worker, again] = [['A', 'server.js'], ['B', 'worker.js'], ['C', 'server.js']].map(([id, file]) =>
    new NodejsImageAsset(stack, id, { directory, command: ['node', file] }));

  expect(web.assetHash).not.toBe(worker.assetHash);
  expect(again.assetHash).toBe(web.assetHash);
  expect(fs.readdirSync(app.outdir).filter(name => name.startsWith('node-image-'))).toHaveLength(2);
});

test('a synthesis in another directory gives the same bytes', () => {
  const files = (outdir: string) => Object.fromEntries(list(outdir).map(name => [name, fs.readFileSync(path.join(outdir, name), 'latin1')]));

  const [first, second] = [1, 2].map(() => files(synth({ directory: smallService() }).outdir));

  expect(first).toEqual(second);
});

test('works in a stage of a pipeline, with a path relative to its assembly', () => {
  const app = new App({ outdir: temporaryDirectory() });
  const inner = new Stage(new Stage(app, 'Outer'), 'Inner');
  new NodejsImageAsset(new Stack(inner, 'Stack'), 'Image', { directory: smallService() });

  const assembly = app.synth();

  const nested = fs.readdirSync(assembly.directory).filter(name => name.startsWith('assembly-'));
  const [file] = nested.flatMap(name => list(path.join(assembly.directory, name)).filter(item => item.endsWith('.assets.json')).map(item => path.join(assembly.directory, name, item)));
  const [asset] = Object.values<any>(JSON.parse(fs.readFileSync(file, 'utf8')).dockerImages);
  expect(path.isAbsolute(asset.source.directory)).toBe(false);
  expect(fs.existsSync(path.resolve(path.dirname(file), asset.source.directory, 'Dockerfile'))).toBe(true);
});

describe('consumption', () => {
  test('by a task definition of ECS', () => {
    const { image, stack } = synthOpen();
    const task = new TaskDefinition(stack, 'Task', { compatibility: Compatibility.FARGATE, cpu: '256', memoryMiB: '512' });
    task.addContainer('app', { image: image.containerImage });

    Template.fromStack(stack).hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: [Match.objectLike({ Image: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(`:${image.imageTag}$`)])] } })],
    });
  });

  test('by a Lambda function', () => {
    const { image, stack } = synthOpen();
    new DockerImageFunction(stack, 'Function', { code: image.lambdaCode() });

    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { PackageType: 'Image' });
  });

  test('by whoever may pull', () => {
    const { image, stack } = synthOpen();
    image.grantPull(new Role(stack, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }));

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['ecr:BatchGetImage']) })]) },
    });
  });
});

test('secrets are named to the builder, and their values are nowhere', () => {
  process.env.CANARY_TOKEN = 'canary-value';
  const { asset, outdir } = synth({ directory: smallService(), buildSecrets: [BuildSecret.environment('CANARY_TOKEN')] });
  delete process.env.CANARY_TOKEN;

  expect(asset.source.dockerBuildSecrets).toEqual({ CANARY_TOKEN: 'type=env,env=CANARY_TOKEN' });
  expect(list(outdir).filter(name => fs.readFileSync(path.join(outdir, name), 'latin1').includes('canary-value'))).toEqual([]);
});

test('build arguments and the platform are handed to the builder', () => {
  const { asset } = synth({ directory: smallService(), buildArgs: { REVISION: 'abc' }, platform: Platform.LINUX_ARM64 });

  expect(asset.source).toMatchObject({ dockerBuildArgs: { REVISION: 'abc' }, platform: 'linux/arm64' });
});

test('a platform for which there is no init is refused', () => {
  expect(() => synth({ directory: smallService(), platform: Platform.custom('linux/s390x') })).toThrow(/platform must be .* received "linux\/s390x"/);
});

test('what a project should know is an annotation', () => {
  const directory = smallService({ 'package.json': { name: 'small', dependencies: { leftpad: '1.0.0' }, scripts: { start: 'node server.js' } } });

  Annotations.fromStack(synth({ directory }).stack).hasWarning('/Stack/Image', Match.stringLikeRegexp('no "test" script.*cdk-nodejs-image:no-test-script'));
});

test('a .dockerignore that keeps tests out is a warning, where there are gates', () => {
  const warnings = (props: Partial<NodejsImageAssetProps>) =>
    Annotations.fromStack(synth({ directory: smallService({ '.dockerignore': 'test\n' }), ...props }).stack).findWarning('*', Match.anyValue());

  expect(warnings({}).map(item => item.entry.data)).toEqual([expect.stringContaining('.dockerignore keeps out test, so the gates run without')]);
  expect(warnings({ gates: [] })).toEqual([]);
});

describe('a token is refused by the name of the prop', () => {
  const token = () => new CfnParameter(new Stack(), 'Parameter').valueAsString;

  test.each<[string, () => Partial<NodejsImageAssetProps>]>([
    ['environment.URL', () => ({ environment: { URL: token() } })],
    ['labels.revision', () => ({ labels: { revision: token() } })],
    ['command[1]', () => ({ command: ['node', token()] })],
    ['directory', () => ({ directory: token() })],
    ['port', () => ({ port: new CfnParameter(new Stack(), 'Port', { type: 'Number' }).valueAsNumber })],
    ['gates[0].environment.URL', () => ({ gates: [Gate.script('test', { environment: { URL: token() } })] })],
    ['buildArgs.REVISION', () => ({ buildArgs: { REVISION: token() } })],
    ['releaseFiles', () => ({ releaseFiles: new CfnParameter(new Stack(), 'List', { type: 'CommaDelimitedList' }).valueAsList })],
  ])('%s', (prop, props) => {
    expect(() => synth({ directory: smallService(), ...props() })).toThrow(`the prop "${prop}`);
  });
});

function synthOpen() {
  const stack = new Stack(new App({ outdir: temporaryDirectory() }), 'Stack');
  return { stack, image: new NodejsImageAsset(stack, 'Image', { directory: smallService() }) };
}

describe('many images of one synthesis', () => {
  const files: typeof fs = jest.requireActual('fs');

  /** The files below a directory that something reads. */
  function readBelow(directory: string, work: () => void): string[] {
    const spies = [jest.spyOn(files, 'openSync'), jest.spyOn(files, 'readFileSync')];
    work();
    const paths = spies.flatMap(spy => (spy.mock.calls as unknown[][]).map(([item]) => item));
    spies.forEach(spy => spy.mockRestore());
    return paths.filter((item): item is string => typeof item === 'string' && item.startsWith(directory)).map(item => path.relative(directory, item));
  }

  test('read a project once', () => {
    const directory = smallService();
    const stack = new Stack(new App({ outdir: temporaryDirectory() }), 'Stack');
    const image = (id: string) => new NodejsImageAsset(stack, id, { directory, buildArgs: { ID: id } });

    expect(readBelow(directory, () => image('One'))).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'server.js']));
    expect(readBelow(directory, () => image('Two'))).toEqual([]);
  });

  test('read what packages of a workspace share once', () => {
    const service = (name: string) => ({ name, scripts: { start: 'node server.js', test: 'node --test' } });
    const names = ['a', 'b'];
    const directory = directoryWith({
      '.git/HEAD': 'ref: refs/heads/main',
      'package.json': { name: 'all', private: true, workspaces: ['packages/*'] },
      'package-lock.json': { name: 'all', lockfileVersion: 3, packages: { '': { workspaces: ['packages/*'] }, ...Object.fromEntries(names.map(name => [`packages/${name}`, { name }])) } },
      ...Object.fromEntries(names.flatMap(name => [[`packages/${name}/package.json`, service(name)], [`packages/${name}/server.js`, '// serves']])),
    });
    const stack = new Stack(new App({ outdir: temporaryDirectory() }), 'Stack');
    const image = (id: string) => new NodejsImageAsset(stack, id, { directory: path.join(directory, 'packages', id) });
    const shared = (item: string) => !item.startsWith('packages/');

    expect(readBelow(directory, () => image('a')).filter(shared)).toEqual(expect.arrayContaining(['package-lock.json']));
    // the copies that its own context has are written from the files themselves, and held against what was read
    expect(readBelow(directory, () => image('b')).filter(shared).sort()).toEqual(['package-lock.json', 'package.json']);
  });

  test('of two apps are read anew', () => {
    const directory = smallService();
    const before = hashOf(directory);
    add(directory, { 'server.js': '// serves something else\n' });

    expect(hashOf(directory)).not.toBe(before);
  });
});
