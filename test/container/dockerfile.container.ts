import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { IgnoreStrategy } from 'aws-cdk-lib';
import { Dockerfile, DockerIgnore, From, Instruction, Mount, Stage } from '../../lib';
import { anyText, argument, fileName, quotable, sample } from '../dockerfile/values';
import { build, BuildArguments, built, cleanUp, configOf, temporaryDirectory } from './engine';

const BASE = From.image('public.ecr.aws/docker/library/node:24-bookworm-slim');

/** Names that a pattern, a flag, a JSON array, a shell or a here-document would make something else of. */
const NAMES = [...new Set([
  'a b', ' a', 'a ', '"', '\'', '`', '$x', '${x}', '$', '[id].js', '[a-z]', '[!a]', '[^a]', '[[x]]', ']', 'a]^b', '[', '[]', '*', '**', '?', '^', '^[a', '!a', '!',
  '-a', '--from=x', '--', '#a', '# a', '<<EOF', '0<<EOF', '{a,b}', '(g)', '+page.js', 'a|b', 'a.b', '~', '%', '&', ';', '@x', 'a:b', 'git@host:a', 'x.git', '["a"]',
  '漢字', 'é', '😀', '\u00a0a\u00a0', '\u3000', 'ARG', '\ttab',
  ...sample(fileName(), 60),
].filter(name => !/^\t/.test(name) && !name.includes('\\')))];

afterAll(() => cleanUp());

/** A build context with these files, a Dockerfile and, where given, a `.dockerignore`. */
function context(stages: Stage[], files: Record<string, string> = {}, ignore?: DockerIgnore): string {
  const directory = temporaryDirectory();
  const all = { ...files, Dockerfile: new Dockerfile({ stages }).render(), ...ignore ? { '.dockerignore': ignore.render() } : {} };
  for (const [name, content] of Object.entries(all)) {
    fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), content);
  }
  return directory;
}

function image(instructions: Instruction[], from = From.SCRATCH): string {
  return built(checked(context([new Stage({ name: 'a', from, instructions })])));
}

/** Docker's own linter has to find nothing. */
function checked(directory: string): string {
  const { status, stdout, stderr } = spawnSync('docker', ['build', '--check', directory], { encoding: 'utf8' });
  expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: expect.stringContaining('no warnings found') });
  return directory;
}

/** The files of an image's last stage, by their paths. */
function filesOf(directory: string, options: BuildArguments = {}): Record<string, string> {
  const output = temporaryDirectory();
  built(directory, { ...options, output });
  const files = (fs.readdirSync(output, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile());
  return Object.fromEntries(files.map(entry => path.join(entry.parentPath, entry.name)).map(file => [path.relative(output, file), fs.readFileSync(file, 'utf8')]).sort());
}

const numbered = (values: string[]) => Object.fromEntries(values.map((value, index) => [`NAME_${index}`, value]));

describe('the image has what the instructions say', () => {
  const values = sample(quotable(), 400);

  test('ENV', () => {
    const { Env } = configOf(image([Instruction.env(numbered(values))]));

    expect(Env.filter(item => item.startsWith('NAME_'))).toEqual(values.map((value, index) => `NAME_${index}=${value}`));
  });

  test('a value as long as a line can be', () => {
    const value = 'x'.repeat(65535 - 'ENV A='.length);

    expect(configOf(image([Instruction.env({ A: value })])).Env).toContain(`A=${value}`);
  });

  test('LABEL', () => {
    expect(configOf(image([Instruction.label(numbered(values))])).Labels).toEqual(numbered(values));
  });

  test('CMD, ENTRYPOINT and HEALTHCHECK', () => {
    const words = (count: number) => ['x', ...sample(argument(), count)];

    const config = configOf(image([Instruction.healthCheck(words(300)), Instruction.entrypoint(words(301)), Instruction.cmd(words(302))]));

    expect(config.Healthcheck!.Test).toEqual(['CMD', ...words(300)]);
    expect(config.Entrypoint).toEqual(words(301));
    expect(config.Cmd).toEqual(words(302));
  });

  test('CMD and ENTRYPOINT of nothing', () => {
    const { Cmd, Entrypoint } = configOf(image([Instruction.cmd([]), Instruction.entrypoint([])], BASE));

    expect([Cmd, Entrypoint]).toEqual([undefined, undefined]);
  });

  test('WORKDIR', () => {
    const directories = NAMES.slice(0, 100).map(name => `/${name}`);
    const file = path.join(temporaryDirectory(), 'x');
    fs.writeFileSync(file, '');
    const instructions = directories.flatMap(directory => [Instruction.workdir(directory), Instruction.copy(['x'], './')]);
    const [first, second] = [instructions.slice(0, 100), instructions.slice(100)].map((list, index) => new Stage({ name: `s${index}`, from: From.SCRATCH, instructions: list }));
    const last = new Stage({
      name: 'all', from: From.SCRATCH, instructions: ['s0', 's1'].map(name => Instruction.copy(['/'], '/', { from: From.stage(name) })),
    });

    expect(Object.keys(filesOf(checked(context([first, second, last], { x: '' }))))).toEqual(directories.map(directory => `${directory.slice(1)}/x`).sort());
    for (const directory of ['/a b', '/--x', '/"\'$x\\', '/#']) {
      expect(configOf(image([Instruction.workdir(directory)])).WorkingDir).toBe(directory);
    }
  });

  test('USER, EXPOSE and STOPSIGNAL', () => {
    const config = configOf(image([Instruction.stopSignal('SIGRTMIN+3'), Instruction.expose(8080), Instruction.user('65532:65532')]));

    expect(config).toMatchObject({ User: '65532:65532', ExposedPorts: { '8080/tcp': {} }, StopSignal: 'SIGRTMIN+3' });
  });

  test('comments are nothing', () => {
    const comments = [...sample(anyText(), 300), 'escape=`', '# escape=`'];
    const withComments = new Stage({ name: 'a', from: From.SCRATCH, comments, instructions: comments.map(text => Instruction.env({ A: text === '' ? '' : 'x"\\y' }).withComment(text)) });

    expect(configOf(built(checked(context([withComments])))).Env).toContain('A=x"\\y');
  });
});

describe('a RUN', () => {
  /** Writes how many words it was started with, and the words. */
  const RECORD = '#!/bin/sh\nprintf \'%s\\0\' "$#" "$@" >> /log\n';

  function read(log: string): string[][] {
    const fields = log.split('\0').slice(0, -1);
    const records: string[][] = [];
    while (fields.length) records.push(fields.splice(0, Number(fields.shift())));
    return records;
  }

  function recorded(instructions: Instruction[], options: BuildArguments = {}): string[][] {
    const run = new Stage({ name: 'run', from: BASE, instructions: [Instruction.copy(['record'], '/bin/', { chmod: '755' }), ...instructions] });
    const result = new Stage({ name: 'result', from: From.SCRATCH, instructions: [Instruction.copy(['/log'], '/', { from: From.stage('run') })] });
    return read(filesOf(checked(context([run, result], { record: RECORD })), options).log);
  }

  test('starts programs with the words they were given', () => {
    const words = sample(argument(), 900);
    const commands = words.slice(0, 300).map((_, index) => words.slice(index * 3, index * 3 + 3));
    const oneLine = commands.filter(list => !/[\n<]/.test(list.join('')));

    expect(recorded([
      Instruction.runAll(oneLine.map(list => ['record', ...list])),
      Instruction.runAll(commands.map(list => ['record', ...list])),
      ...commands.slice(0, 15).map(list => Instruction.run(['record', ...list])),
      ...commands.slice(15, 25).map(list => Instruction.run(['record', ...list], { exec: true })),
    ])).toEqual([...oneLine, ...commands, ...commands.slice(0, 25)]);
  });

  test('is no flag, no exec form, no assignment, no keyword, no here-document', () => {
    const names = ['--mount=type=ssh', '["a"]', 'A=1', 'if', '<<EOF', '-x', '#'];

    expect(recorded(names.flatMap(name => [
      Instruction.run(['cp', '/bin/record', `/usr/bin/${name}`]), Instruction.run([name, name]), Instruction.runAll([[name, name], [name, '2']]),
    ]))).toEqual(names.flatMap(name => [[name], [name], ['2']]));
  });

  test('runs a script as it is', () => {
    expect(recorded([Instruction.shell('for x in "a b" c\ndo # comment\n  record "$x" <<EOF\n# y\nEOF\ndone')])).toEqual([['a b'], ['c']]);
  });

  test('has the arguments of the build with their defaults', () => {
    const defaults = sample(quotable(), 150);
    const names = defaults.map((_, index) => `NAME_${index}`);

    expect(recorded([
      ...defaults.map((value, index) => Instruction.arg(names[index], value)),
      Instruction.shell(`record ${names.map(name => `"$${name}"`).join(' ')}`),
    ], { args: { NAME_0: 'given' } })).toEqual([['given', ...defaults.slice(1)]]);
  });

  test('sees its mounts', () => {
    const files = new Stage({ name: 'files', from: From.SCRATCH, instructions: [Instruction.copy(['x'], '/dir/x')] });
    const mounts = [Mount.cache('dockerfile-test', '/cache'), Mount.secret('s', { variable: 'S' }), Mount.bind('/dir', '/mnt/dir', From.stage('files'))];
    const run = new Stage({
      name: 'run', from: BASE, instructions: [Instruction.shell('printf %s "$S" > /out && cat /mnt/dir/x >> /out && touch /cache/x', { mounts })],
    });
    const result = new Stage({ name: 'result', from: From.SCRATCH, instructions: [Instruction.copy(['/out'], '/', { from: From.stage('run') })] });
    const secret = path.join(temporaryDirectory(), 'secret');
    fs.writeFileSync(secret, 'hidden');
    const directory = context([files, run, result], { x: ' file' });

    expect(filesOf(directory, { secrets: [`id=s,src=${secret}`] })).toEqual({ out: 'hidden file' });
    expect(build(directory, { noCache: true })).toMatchObject({ ok: false, log: expect.stringContaining('secret s: not found') });
  });
});

describe('a COPY', () => {
  const files = { ...Object.fromEntries(NAMES.map((name, index) => [`files/${name}`, String(index)])), ...Object.fromEntries(NAMES.map(name => [name, 'at the root'])) };
  const directories = Object.fromEntries(NAMES.map((name, index) => [`dirs/${name}/${name}`, String(index)]));
  /** One COPY for each name, in stages of as many layers as an image may have. */
  const stages = (make: (name: string, index: number) => Instruction) => {
    const parts = [0, 1].map(part => new Stage({
      name: `part-${part}`, from: From.SCRATCH, instructions: NAMES.map(make).filter((_, index) => index % 2 === part),
    }));
    return [...parts, new Stage({
      name: 'all', from: From.SCRATCH, instructions: parts.map(({ name }) => Instruction.copy(['/'], '/', { from: From.stage(name) })),
    })];
  };
  const expected = (place: (name: string, index: number) => string, content: (index: number) => string = String) =>
    Object.fromEntries(NAMES.map((name, index) => [place(name, index), content(index)]).sort());
  const sorted = (found: Record<string, string>) => Object.fromEntries(Object.entries(found).sort());

  test.each([false, true])('takes files of the context by their names, linked: %s', link => {
    const found = filesOf(checked(context(stages((name, index) => Instruction.copy([`files/${name}`], `/${index}/`, { link })), files)));

    expect(sorted(found)).toEqual(sorted(expected((name, index) => `${index}/${name}`)));
  });

  test('takes files at the root of the context by their names', () => {
    const found = filesOf(checked(context(stages((name, index) => Instruction.copy([name], `/${index}/`)), files)));

    expect(sorted(found)).toEqual(sorted(expected((name, index) => `${index}/${name}`, () => 'at the root')));
  });

  test('takes directories of the context by their names, with what is in them', () => {
    const found = filesOf(checked(context(stages((name, index) => Instruction.copy([`dirs/${name}`], `/${index}/`)), directories)));

    expect(sorted(found)).toEqual(sorted(expected((name, index) => `${index}/${name}`)));
  });

  test.each([false, true])('takes files and directories of a stage by their names, linked: %s', link => {
    const source = new Stage({ name: 'source', from: From.SCRATCH, instructions: [Instruction.copy(['dirs'], '/dirs/')] });
    const from = From.stage('source');
    const copies = [
      ...stages((name, index) => Instruction.copy([index % 3 ? `/dirs/${name}` : `/dirs/${name}/${name}`], `/${index}/`, { from, link })),
    ];

    expect(sorted(filesOf(checked(context([source, ...copies], directories))))).toEqual(sorted(expected((name, index) => `${index}/${name}`)));
  });

  test('puts files where they are told to, and several into a directory', () => {
    const found = filesOf(checked(context([
      ...stages((name, index) => Instruction.copy(['x'], `/${index}/${name}`)).slice(0, -1),
      new Stage({
        name: 'all',
        from: From.SCRATCH,
        instructions: [
          ...['part-0', 'part-1'].map(name => Instruction.copy(['/'], '/', { from: From.stage(name) })),
          Instruction.copy(NAMES.map(name => `files/${name}`), '/together/'),
          Instruction.copy(['x'], '<<EOF'),
        ],
      }),
    ], { ...files, x: 'x' })));

    expect(sorted(found)).toEqual(sorted({
      ...expected((name, index) => `${index}/${name}`, () => 'x'), ...expected(name => `together/${name}`), '<<EOF': 'x',
    }));
  });

  test('with a pattern that finds nothing is no error, as its documentation says', () => {
    expect(build(context([new Stage({ name: 'a', from: From.SCRATCH, instructions: [Instruction.copy(['[id].js'], '/')] })])).ok).toBe(true);
    expect(build(context([new Stage({ name: 'a', from: From.SCRATCH, instructions: [Instruction.copy(['id.js'], '/')] })])).ok).toBe(false);
  });

  test.each([false, true])('leaves out what matches below the directory that is copied, linked: %s', link => {
    const tree = Object.fromEntries(['a.js', 'a.js.map', 'd/b.js.map', 'd/e/c.ts', 'k/x', 'k/keep', '{x}+@.md', 'q1'].map(name => [`s/${name}`, '']));
    const exclude = ['*.js.map', '**/*.ts', 'k', '!k/keep', '{x}+@.md', 'q?', 's/a.js'];
    const stage = new Stage({ name: 'a', from: From.SCRATCH, instructions: [Instruction.copy(['s'], '/', { exclude, link })] });

    expect(Object.keys(filesOf(checked(context([stage], tree))))).toEqual(['a.js', 'd/b.js.map', 'k/keep']);
  });

  test('replaces variables where it is told to', () => {
    const instructions = [Instruction.arg('KIND', 'y'), Instruction.copy(['x-${KIND}'], '/${KIND}', { expand: true })];

    expect(filesOf(checked(context([new Stage({ name: 'a', from: From.SCRATCH, instructions })], { 'x-y': '1', 'x-z': '2' })), { args: { KIND: 'z' } })).toEqual({ z: '2' });
  });
});

describe('a stage', () => {
  test('starts from the image that an argument names, or from its default', () => {
    const directory = checked(context([
      new Stage({ name: 'base', from: From.SCRATCH, instructions: [Instruction.copy(['x'], '/')] }),
      // an image of its own: removing the base itself would take it from everyone
      new Stage({ name: 'a', from: From.argument('IMAGE', 'public.ecr.aws/docker/library/node:24-bookworm-slim'), instructions: [Instruction.env({ A: '1' })] }),
    ], { x: 'x' }));

    expect(configOf(built(directory)).Cmd).toEqual(['node']);
    expect(configOf(built(directory, { args: { IMAGE: '' } })).Cmd).toEqual(['node']);
    expect(filesOf(directory, { args: { IMAGE: 'base' } })).toEqual({ x: 'x' });
  });

  test('can be built for the platform of the builder', () => {
    built(checked(context([new Stage({ name: 'a', from: BASE, platform: '$BUILDPLATFORM', instructions: [Instruction.env({ A: '1' })] })])));
  });
});

describe('a .dockerignore', () => {
  function entering(rules: DockerIgnore, paths: string[]): string[] {
    const stage = new Stage({ name: 'a', from: From.SCRATCH, instructions: [Instruction.copy(['.'], '/')] });
    return Object.keys(filesOf(context([stage], Object.fromEntries(paths.map(name => [name, ''])), rules))).sort();
  }

  /** What the AWS CDK takes for an asset by the same rules. */
  function enteringByCdk(rules: DockerIgnore, paths: string[]): string[] {
    const strategy = IgnoreStrategy.docker('/root', rules.patterns);
    return paths.filter(name => !strategy.ignores(`/root/${name}`)).sort();
  }

  test('lets through what it names, whole, but what is denied', () => {
    const rules = new DockerIgnore({ allow: ['src', '[id]', 'app/(shop)/[x]/page.js', '#a', 'package.json'], deny: ['**/*.pem', '**/secret', 'src/(x)', '#b', '**.key'] });
    const inside = ['src/a.js', 'src/deep/er/b.js', '[id]/x', 'app/(shop)/[x]/page.js', '#a', 'package.json', 'src/secret.js'];
    const outside = [
      'SRC/a.js', 'a.js', 'i/x', 'd/x', 'srcs/x', 'app/shop/x/page.js', 'app/(shop)/[x]/other.js', 'src/deep/x.pem', '[id]/x.pem', 'src/secret/x', 'src/deep/secret/y/z', 'src/(x)/y',
      '.git/x', '.env', 'node_modules/x', 'package.json.bak', '#b', 'src/a.key', 'Dockerfile.bak',
    ];

    expect(entering(rules, [...inside, ...outside])).toEqual([...inside].sort());
    // that reader knows no difference between capitals and small letters
    expect(enteringByCdk(rules, [...inside, ...outside])).toEqual([...inside, 'SRC/a.js'].sort());
  });

  test('lets through any name, and nothing that only looks like it', () => {
    const allowed = NAMES.filter((_, index) => index % 2);
    const paths = NAMES.flatMap(name => [`a/${name}/x/y`, `b/${name}`, `c${name}`]).concat(NAMES);
    const rules = new DockerIgnore({ allow: allowed.flatMap(name => [`a/${name}/x`, `b/${name}`, name]), deny: ['**/*.pem'] });
    const expected = allowed.flatMap(name => [`a/${name}/x/y`, `b/${name}`, name]).filter(name => name !== 'Dockerfile').sort();

    expect(entering(rules, paths)).toEqual(expected);
    const folded = new Set(expected.map(name => name.toLowerCase()));
    expect(enteringByCdk(rules, paths)).toEqual(paths.filter(name => folded.has(name.toLowerCase())).sort());
  });

  test('keeps out what is denied where something deeper is let through', () => {
    const rules = new DockerIgnore({ allow: ['node_modules/a', 'x/.env.d/y'], deny: ['**/node_modules', '**/.env*'] });
    const paths = ['node_modules/a', 'x/.env.d/y'];

    expect(entering(rules, [...paths, 'z'])).toEqual([]);
    expect(enteringByCdk(rules, paths)).toEqual([]);
  });
});
