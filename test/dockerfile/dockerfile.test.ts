import { Dockerfile, From, Instruction, Mount, Stage } from '../../lib';
import { DockerfileError } from '../../lib/dockerfile/dockerfile-error';

const scratch = (name: string, ...instructions: Instruction[]) => new Stage({ name, from: From.SCRATCH, instructions });
const render = (...stages: Stage[]) => new Dockerfile({ stages }).render();

test('a Dockerfile has its comments at the top, then what a FROM needs, then its stages', () => {
  const dockerfile = new Dockerfile({
    comments: ['generated', ''],
    stages: [
      new Stage({ name: 'build', from: From.argument('BUILD_IMAGE', 'node:24'), comments: ['builds'], instructions: [Instruction.run(['npm', 'ci'])] }),
      new Stage({ name: 'test', from: From.stage('build') }),
      new Stage({
        name: 'release',
        from: From.argument('BASE_IMAGE', 'public.ecr.aws/docker/library/node:24-slim'),
        platform: '$BUILDPLATFORM',
        instructions: [Instruction.copy(['/app'], '/app', { from: From.stage('build') }).withComment('nothing else')],
      }),
    ],
  });

  expect(dockerfile.render()).toBe(`# generated
#

ARG BUILD_IMAGE
ARG BASE_IMAGE

# builds
FROM \${BUILD_IMAGE:-node:24} AS build
RUN npm ci

FROM build AS test

FROM --platform=$BUILDPLATFORM \${BASE_IMAGE:-public.ecr.aws/docker/library/node:24-slim} AS release
# nothing else
COPY --from=build /app /app
`);
});

test('an argument that several stages start from is declared once', () => {
  const from = From.argument('IMAGE', 'node:24');

  expect(render(new Stage({ name: 'a', from }), new Stage({ name: 'b', from }))).toMatch(/^ARG IMAGE\n\nFROM/);
});

describe('references', () => {
  const copy = (name: string) => Instruction.copy(['/a'], '/b', { from: From.stage(name) });
  const bind = (name: string) => Instruction.run(['x'], { mounts: [Mount.bind('/a', '/b', From.stage(name))] });

  test.each<[string, () => string, string]>([
    ['none', () => render(), 'at least one stage'],
    ['two of a name', () => render(scratch('a'), scratch('a')), 'two stages are named "a"'],
    ['unknown base', () => render(new Stage({ name: 'a', from: From.stage('b') })), 'stage "a" uses "b", which is unknown; there are a'],
    ['unknown source', () => render(scratch('a'), scratch('b', copy('c'))), 'stage "b" uses "c", which is unknown; there are a, b'],
    ['unknown mount', () => render(scratch('a', bind('c'))), 'stage "a" uses "c", which is unknown'],
    ['later source', () => render(scratch('a', copy('b')), scratch('b')), 'stage "a" uses "b", which is circular or comes later'],
    ['later mount', () => render(scratch('a', bind('b')), scratch('b')), 'stage "a" uses "b", which is circular or comes later'],
    ['itself as base', () => render(new Stage({ name: 'a', from: From.stage('a') })), 'stage "a" uses "a", which is circular'],
    ['itself as source', () => render(scratch('a', copy('a'))), 'stage "a" uses "a", which is circular'],
    ['circle', () => render(scratch('a', copy('b')), scratch('b', copy('a'))), 'stage "a" uses "b", which is circular'],
    [
      'an image that a stage is named after',
      () => render(scratch('node'), new Stage({ name: 'a', from: From.image('node') })),
      'stage "a" uses an image "node", but a stage has that name',
    ],
    [
      'an image as default that a stage is named after',
      () => render(new Stage({ name: 'a', from: From.argument('X', 'b') }), scratch('b')),
      'stage "a" uses an image "b", but a stage has that name',
    ],
    [
      'an image as source that a stage is named after',
      () => render(scratch('b'), scratch('a', Instruction.copy(['/a'], '/b', { from: From.image('b') }))),
      'stage "a" uses an image "b", but a stage has that name',
    ],
  ])('%s', (_, action, message) => {
    expect(action).toThrow(DockerfileError);
    expect(action).toThrow(message);
  });

  test('a stage knows what it starts from and copies from', () => {
    const stage = new Stage({ name: 'z', from: From.stage('a'), instructions: [copy('b'), bind('c'), copy('a'), Instruction.copy(['a'], 'b')] });

    expect(stage.dependencies).toEqual(['a', 'b', 'c']);
  });
});

describe('names', () => {
  test.each(['node', 'node:24', 'localhost:5000/a/b:1', `public.ecr.aws/x/y@sha256:${'a'.repeat(64)}`, `a.b-c_d__e/f:1.2-3@sha256:${'0'.repeat(64)}`])('%s is an image', reference => {
    expect(render(new Stage({ name: 'a', from: From.image(reference) }))).toBe(`FROM ${reference} AS a\n`);
    expect(render(new Stage({ name: 'a', from: From.argument('X', reference) }))).toBe(`ARG X\n\nFROM \${X:-${reference}} AS a\n`);
  });

  test.each([
    '', 'Node', 'a/Node', 'node:', 'node:24 AS x', 'node\n', '-a', 'a:b:c', 'node@sha256:1', '$X', '${X}', 'a}', '--platform=x', 'http://a/b', 'a//b', 'node:24\\',
  ])('%j is no image', reference => {
    expect(() => From.image(reference)).toThrow(JSON.stringify(reference));
    expect(() => From.argument('X', reference)).toThrow(JSON.stringify(reference));
  });

  test.each(['scratch', '0', '12'])('%s is no name of an image', reference => {
    expect(() => From.image(reference)).toThrow(`received "${reference}"`);
  });

  test.each(['', 'A', '0', '-a', 'a b', 'a\n', 'a/b', 'scratch', 'context'])('%j is no name of a stage', name => {
    expect(() => new Stage({ name, from: From.SCRATCH })).toThrow(DockerfileError);
    expect(() => new Stage({ name, from: From.SCRATCH })).toThrow(JSON.stringify(name));
  });

  test.each(['linux/amd64', 'linux/arm64/v8', '$BUILDPLATFORM', '$TARGETPLATFORM'])('%s is a platform', platform => {
    expect(render(new Stage({ name: 'a', from: From.SCRATCH, platform }))).toBe(`FROM --platform=${platform} scratch AS a\n`);
  });

  test.each(['', 'linux', 'linux/arm64 x', '$X'])('%j is no platform', platform => {
    expect(() => new Stage({ name: 'a', from: From.SCRATCH, platform })).toThrow(JSON.stringify(platform));
  });

  test.each(['', 'a b', 'A-B', '1', 'A}'])('%j is no name of an argument', name => {
    expect(() => From.argument(name, 'node')).toThrow(JSON.stringify(name));
  });
});

test('a stage extended is another stage', () => {
  const stage = new Stage({ name: 'a', from: From.SCRATCH, comments: ['why'], platform: 'linux/amd64', instructions: [Instruction.expose(2)] });

  const extended = stage.extend([Instruction.expose(1)], [Instruction.expose(3)]);

  expect(render(extended)).toBe('# why\nFROM --platform=linux/amd64 scratch AS a\nEXPOSE 1\nEXPOSE 2\nEXPOSE 3\n');
  expect(render(stage)).toBe('# why\nFROM --platform=linux/amd64 scratch AS a\nEXPOSE 2\n');
});
