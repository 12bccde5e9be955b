import { BaseImage, Gate, Instruction, NodejsDockerfile, NodejsDockerfileOptions, StageCustomization } from '../../../lib';
import { projectDirectory } from '../../project/project-directory';

function warned(scripts: Record<string, string>, options: NodejsDockerfileOptions = {}, more: Record<string, unknown> = {}): string[] {
  const directory = projectDirectory({ 'package.json': { name: 'a', scripts: { start: 'node server.js', test: 'node --test', ...scripts } }, 'server.js': '', ...more });
  return NodejsDockerfile.fromDirectory({ directory, ...options }).warnings.filter(({ id }) => id === 'build-program-missing').map(({ message }) => message);
}

const named = (messages: string[]) => messages.map(message => /^the script (\S+) calls (\S+) \(/.exec(message)!.slice(1).join(': '));
const shell = (text: string) => named(warned({ build: 'sh build.sh' }, {}, { 'build.sh': text }));

describe('a program that the build image does not have is told', () => {
  test('with what calls it, and what installs it', () => {
    expect(warned({ build: 'make -C native && node build.js' })).toEqual([
      'the script build calls make (make -C native), which neither a dependency nor the build image brings, so that it fails there unless it does without: install it by '
      + 'customize: [StageCustomization.append("base", Instruction.run(["sh", "-c", "apt-get update && apt-get install --yes make"]))], or set "baseImage" to images that have it',
    ]);
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['a script that is called', { build: 'npm run proto', proto: 'protoc --js_out=. a.proto' }, ['build: protoc']],
    ['before the build', { prebuild: 'curl -o data.json https://example.com', build: 'node build.js' }, ['build: curl']],
    ['a script of the install', { postinstall: 'python3 setup.py' }, ['postinstall: python3']],
    ['a gate', { test: 'unzip -o fixtures.zip && node --test' }, ['test: unzip']],
    ['what goes on without it', { build: 'make docs || true; node build.js' }, []],
    ['what is no program of it', { build: 'node make.js && node build.js --with curl' }, []],
  ])('in %s', (_, scripts, expected) => {
    expect(named(warned(scripts))).toEqual(expected);
  });

  test.each<[string, string, string[]]>([
    ['a command', '#!/bin/sh\nset -e\nmake all\n', ['build: make']],
    ['one in a line with others', 'cd a && CC=gcc make -j2 | tee log\nif true; then curl x; fi\n', ['build: make', 'build: curl']],
    ['a word that is none', '# make it\necho make; node curl.js\nmake() { :; }\n', []],
    ['one that is asked for', 'if command -v jq >/dev/null; then\n  jq . a.json\nfi\n', []],
  ])('in a shell script: %s', (_, text, expected) => {
    expect(shell(text)).toEqual(expected);
  });

  test('in a program of JavaScript', () => {
    expect(named(warned({ build: 'node build.js' }, {}, { 'build.js': 'require("child_process").execSync("g++ -o a a.cc"); console.log("curl")' }))).toEqual(['build: g++']);
  });
});

describe('nothing is told', () => {
  const build = { build: 'make && curl x && rsync a b' };

  test('of programs that the base image has', () => {
    expect(named(warned(build))).toEqual(['build: make', 'build: curl', 'build: rsync']);
    expect(named(warned(build, {}, { 'binding.gyp': '{}' }))).toEqual(['build: rsync']);
    expect(named(warned({ build: 'wget x && make' }, { baseImage: BaseImage.alpine() }))).toEqual(['build: make']);
  });

  test('of images that are not known, or that are changed', () => {
    expect(warned(build, { baseImage: BaseImage.custom({ buildImage: 'a', runtimeImage: 'b' }) })).toEqual([]);
    expect(warned(build, { customize: [StageCustomization.append('base', Instruction.run(['true']))] })).toEqual([]);
  });

  test('of what a dependency brings, and of tests that are no gate', () => {
    expect(warned({ build: 'hugo' }, {}, { 'package.json': { name: 'a', scripts: { start: 'node server.js', build: 'hugo', test: 'node --test' }, devDependencies: { hugo: '1' } } })).toEqual([]);
    expect(warned({ test: 'jq .' }, { gates: [Gate.command(['true'], { name: 'a' })] })).toEqual([]);
  });
});
