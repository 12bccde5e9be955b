import { Duration } from 'aws-cdk-lib';
import { CacheSharing, Dockerfile, From, Instruction, Mount, Stage } from '../../lib';
import { DockerfileError } from '../../lib/dockerfile/dockerfile-error';

/** The text of an instruction in a stage. */
function text(instruction: Instruction): string {
  const stages = [
    new Stage({ name: 'build', from: From.image('node:24') }),
    new Stage({ name: 'release', from: From.SCRATCH, instructions: [instruction] }),
  ];
  return new Dockerfile({ stages }).render().split('AS release\n')[1].trimEnd();
}

const LONG = 'x'.repeat(60);

describe('RUN', () => {
  test.each<[string, Instruction, string]>([
    ['one command', Instruction.run(['npm', 'ci', '--omit=dev']), 'RUN npm ci --omit=dev'],
    ['words for no shell to interpret', Instruction.run(['echo', 'a b', '$x', '`x`', 'it\'s', '']), 'RUN echo \'a b\' "\\$x" "\\`x\\`" \'it\'\\\'\'s\' \'\''],
    ['several commands', Instruction.runAll([['npm', 'ci'], ['npm', 'test']]), 'RUN npm ci && npm test'],
    ['several commands, too long for a line', Instruction.runAll([['echo', LONG], ['echo', LONG]]), `RUN echo ${LONG} \\\n    && echo ${LONG}`],
    ['a script', Instruction.shell('npm ci || exit 0'), 'RUN ["/bin/sh", "-c", "npm ci || exit 0"]'],
    ['a script of several lines', Instruction.shell('a\nb'), 'RUN ["/bin/sh", "-c", "a\\nb"]'],
    ['no shell', Instruction.run(['/bin/x', 'a b'], { exec: true }), 'RUN ["/bin/x", "a b"]'],
    ['a line break', Instruction.run(['echo', 'a\nb']), 'RUN ["echo", "a\\nb"]'],
    ['line breaks in several commands', Instruction.runAll([['echo', 'a\nb'], ['c']]), 'RUN ["/bin/sh", "-c", "echo \'a\\nb\' && c"]'],
    ['a tab', Instruction.run(['echo', 'a\tb']), 'RUN echo \'a\tb\''],
    ['what would be a flag of RUN', Instruction.run(['--mount=type=tmpfs,target=/x', 'y']), 'RUN \'--mount=type=tmpfs,target=/x\' y'],
    ['what would be the exec form', Instruction.run(['["a"]']), 'RUN \'["a"]\''],
    ['what would be an assignment', Instruction.run(['A=1', 'B=2']), 'RUN \'A=1\' B=2'],
    ['what would be a keyword', Instruction.run(['if', 'if']), 'RUN \'if\' if'],
    ['what would be a here-document', Instruction.run(['cat', '<<EOF']), 'RUN ["cat", "\\u003c<EOF"]'],
    ['what would be a comment', Instruction.runAll([['echo', LONG], ['#', LONG]]), `RUN echo ${LONG} \\\n    && '#' ${LONG}`],
    ['a backslash at the end', Instruction.run(['echo', 'a\\']), 'RUN echo \'a\\\''],
  ])('%s', (_, instruction, expected) => {
    expect(text(instruction)).toBe(expected);
  });

  test('has a line for each mount where one line is too short', () => {
    const instruction = Instruction.run(['npm', 'ci'], {
      mounts: [Mount.cache('npm', '/root/.npm'), Mount.secret('token', { variable: 'NPM_AUTH' }), Mount.bind('.', '/src', From.stage('build'))],
    });

    expect(text(instruction)).toBe([
      'RUN --mount=type=cache,id=npm,target=/root/.npm \\',
      '    --mount=type=secret,id=token,env=NPM_AUTH,required=true \\',
      '    --mount=type=bind,from=build,source=.,target=/src \\',
      '    npm ci',
    ].join('\n'));
  });

  test('keeps the words it was given when they change later', () => {
    const words = ['npm', 'ci'];
    const instruction = Instruction.run(words);

    words.push('--force');

    expect(text(instruction)).toBe('RUN npm ci');
  });
});

describe('mounts', () => {
  test.each<[Mount, string]>([
    [Mount.cache('a', '/b', { sharing: CacheSharing.LOCKED }), 'type=cache,id=a,target=/b,sharing=locked'],
    [Mount.secret('a'), 'type=secret,id=a,required=true'],
    [Mount.secret('a', { required: false, target: '/root/.npmrc' }), 'type=secret,id=a,target=/root/.npmrc'],
    [Mount.bind('a', '/b'), 'type=bind,source=a,target=/b'],
    [Mount.bind('a', '/b', From.image('node:24')), 'type=bind,from=node:24,source=a,target=/b'],
  ])('%#', (mount, expected) => {
    expect(text(Instruction.run(['x'], { mounts: [mount] }))).toBe(`RUN --mount=${expected} x`);
  });
});

describe('COPY', () => {
  const from = From.stage('build');

  test.each<[string, Instruction, string]>([
    ['a file', Instruction.copy(['package.json'], './'), 'COPY package.json ./'],
    ['several', Instruction.copy(['a', 'b'], '/to/'), 'COPY a b /to/'],
    ['from a stage', Instruction.copy(['/a'], '/b', { from }), 'COPY --from=build /a /b'],
    ['from an image', Instruction.copy(['/a'], '/b', { from: From.image('ghcr.io/x/y:1') }), 'COPY --from=ghcr.io/x/y:1 /a /b'],
    ['linked, with owner and mode', Instruction.copy(['a'], 'b', { link: true, chown: '1000:1000', chmod: '0755' }), 'COPY --link --chown=1000:1000 --chmod=0755 a b'],
    ['without some', Instruction.copy(['a'], 'b', { exclude: ['**/*.map', '!x'] }), 'COPY --exclude=**/*.map --exclude=!x a b'],
    ['with variables', Instruction.copy(['init-${TARGETARCH}'], '/init', { expand: true }), 'COPY init-${TARGETARCH} /init'],
    ['a space', Instruction.copy(['a b'], '/c d'), 'COPY ["a b", "/c d"]'],
    ['a dollar', Instruction.copy(['$a'], 'b'), 'COPY ["\\\\$a", "b"]'],
    ['quotes', Instruction.copy(['"a\''], 'b'), 'COPY ["\\\\\\"a\\\\\'", "b"]'],
    ['wildcards', Instruction.copy(['*?[a].js'], 'b'), 'COPY ["[\\\\\\\\*][\\\\\\\\?][[]a].js", "b"]'],
    ['a bracket', Instruction.copy(['app/[id]/page.js'], 'b'), 'COPY ["app/[[]id]/page.js", "b"]'],
    ['no wildcard in the destination', Instruction.copy(['a'], '/*'), 'COPY ["a", "/*"]'],
    ['what would be a flag', Instruction.copy(['--from=x'], 'b'), 'COPY ["--from=x", "b"]'],
    ['what would be a here-document', Instruction.copy(['<<EOF'], '<<EOF'), 'COPY ["./\\u003c<EOF", "./\\u003c<EOF"]'],
    ['what would be a repository', Instruction.copy(['git@host:x'], 'b'), 'COPY ./git@host:x b'],
    ['what would be a comment', Instruction.copy(['#a'], 'b'), 'COPY ["#a", "b"]'],
    ['what would be the JSON form', Instruction.copy(['["a",'], '"b"]'), 'COPY ["[[]\\\\\\"a\\\\\\",", "\\\\\\"b\\\\\\"]"]'],
    ['what would turn a pattern round', Instruction.copy(['!a'], 'b'), 'COPY ["[!]a", "b"]'],
    ['spaces that would be cut off', Instruction.copy([' a '], ' b '), 'COPY ["[ ]a[ ]", " b "]'],
    ['a backslash in the destination', Instruction.copy(['a'], 'b\\c'), 'COPY ["a", "b\\\\\\\\c"]'],
  ])('%s', (_, instruction, expected) => {
    expect(text(instruction)).toBe(expected);
  });
});

describe('ENV, LABEL and ARG', () => {
  test.each<[string, Instruction, string]>([
    ['a plain value', Instruction.env({ NODE_ENV: 'production' }), 'ENV NODE_ENV=production'],
    ['an empty value', Instruction.env({ A: '' }), 'ENV A=""'],
    ['several', Instruction.env({ A: '1', B: '2' }), 'ENV A=1 \\\n    B=2'],
    ['quotes, backslashes and dollars', Instruction.env({ A: '"\\$x' }), 'ENV A="\\"\\\\\\$x"'],
    ['a space at the end', Instruction.env({ A: 'x ' }), 'ENV A="x "'],
    ['what would be a comment', Instruction.env({ A: '1', B: '#x' }), 'ENV A=1 \\\n    B="#x"'],
    ['a backslash at the end', Instruction.env({ A: 'x\\' }), 'ENV A="x\\\\"'],
    ['control characters', Instruction.env({ PS1: '\u001b[0m' }), 'ENV PS1="\u001b[0m"'],
    ['a label', Instruction.label({ 'org.opencontainers.image.title': 'it\'s' }), 'LABEL org.opencontainers.image.title="it\'s"'],
    ['an argument', Instruction.arg('A'), 'ARG A'],
    ['an argument with a default', Instruction.arg('A', 'b c'), 'ARG A="b c"'],
    ['an argument with an empty default', Instruction.arg('A', ''), 'ARG A=""'],
  ])('%s', (_, instruction, expected) => {
    expect(text(instruction)).toBe(expected);
  });
});

describe('the other instructions', () => {
  test.each<[Instruction, string]>([
    [Instruction.workdir('/app'), 'WORKDIR /app'],
    [Instruction.workdir('/a b'), 'WORKDIR "/a b"'],
    [Instruction.workdir('--x'), 'WORKDIR "--x"'],
    [Instruction.user('1000'), 'USER 1000'],
    [Instruction.user('node:node'), 'USER node:node'],
    [Instruction.expose(8080), 'EXPOSE 8080'],
    [Instruction.entrypoint(['/init', '--']), 'ENTRYPOINT ["/init", "--"]'],
    [Instruction.entrypoint([]), 'ENTRYPOINT []'],
    [Instruction.cmd(['node', 'a b.js']), 'CMD ["node", "a b.js"]'],
    [Instruction.cmd([]), 'CMD []'],
    [Instruction.cmd(['\u2028\u007f\n"\\']), 'CMD ["\\u2028\\u007f\\n\\"\\\\"]'],
    [Instruction.healthCheck(['node', 'check.js']), 'HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["node", "check.js"]'],
    [
      Instruction.healthCheck(['x'], { interval: Duration.minutes(1.5), timeout: Duration.seconds(1), startPeriod: Duration.minutes(1), retries: 1 }),
      'HEALTHCHECK --interval=90s --timeout=1s --start-period=60s --retries=1 CMD ["x"]',
    ],
    [Instruction.noHealthCheck(), 'HEALTHCHECK NONE'],
    [Instruction.stopSignal('SIGTERM'), 'STOPSIGNAL SIGTERM'],
    [Instruction.stopSignal('SIGRTMIN+3'), 'STOPSIGNAL SIGRTMIN+3'],
    [Instruction.stopSignal('15'), 'STOPSIGNAL 15'],
    [Instruction.of('VOLUME', '/data'), 'VOLUME /data'],
    [Instruction.of('SHELL', ' ["/bin/bash", "-c"] '), 'SHELL ["/bin/bash", "-c"]'],
  ])('%#', (instruction, expected) => {
    expect(text(instruction)).toBe(expected);
  });
});

describe('comments', () => {
  test('stand above an instruction, on one line', () => {
    expect(text(Instruction.expose(80).withComment('why\nRUN x \\'))).toBe('# why RUN x \\\nEXPOSE 80');
  });

  test.each(['escape=`', 'Syntax = x', 'check=skip=all', '  escape = `'])('never instruct the builder, as %j would', comment => {
    const stage = new Stage({ name: 'a', from: From.SCRATCH, comments: [comment] });
    const top = comment.includes('escape') ? '#\n' : '';

    expect(new Dockerfile({ stages: [stage] }).render()).toBe(`${top}# - ${comment.trim()}\nFROM scratch AS a\n`);
    expect(new Dockerfile({ stages: [stage], comments: [comment] }).render()).toBe(`${top}# - ${comment.trim()}\n\n# - ${comment.trim()}\nFROM scratch AS a\n`);
  });

  test('may be empty', () => {
    expect(text(Instruction.expose(80).withComment(' '))).toBe('EXPOSE 80');
  });
});

describe('what cannot be said is refused with the value', () => {
  test.each<[() => unknown, string]>([
    [() => Instruction.run([]), '[[]]'],
    [() => Instruction.runAll([]), '[]'],
    [() => Instruction.runAll([['a'], []]), '[["a"],[]]'],
    [() => Instruction.runAll([['a'], ['b']], { exec: true }), '[["a"],["b"]]'],
    [() => Instruction.run(['a\0']), '"a\\u0000"'],
    [() => Instruction.run(['\ud800']), '"\\ud800"'],
    [() => Instruction.shell('\0'), '"\\u0000"'],
    [() => Instruction.env({}), '{}'],
    [() => Instruction.env({ 'A B': '1' }), '"A B"'],
    [() => Instruction.env({ A: 'x\ny' }), '"x\\ny"'],
    [() => Instruction.label({ '': 'x' }), '""'],
    [() => Instruction.label({ '-a': 'x' }), '"-a"'],
    [() => Instruction.arg('1A'), '"1A"'],
    [() => Instruction.arg('A', '\r'), '"\\r"'],
    [() => Instruction.workdir(''), '""'],
    [() => Instruction.workdir('/a\n'), '"/a\\n"'],
    [() => Instruction.user('--x'), '"--x"'],
    [() => Instruction.user('a b'), '"a b"'],
    [() => Instruction.expose(0), '0'],
    [() => Instruction.expose(65536), '65536'],
    [() => Instruction.expose(80.5), '80.5'],
    [() => Instruction.expose(NaN), 'NaN'],
    [() => Instruction.entrypoint(['\0']), '"\\u0000"'],
    [() => Instruction.cmd(['\udc00']), '"\\udc00"'],
    [() => Instruction.healthCheck([]), '[]'],
    [() => Instruction.healthCheck(['a'], { interval: Duration.seconds(0) }), 'received 0 seconds; write a duration such as Duration.seconds(30)'],
    [() => Instruction.healthCheck(['a'], { timeout: Duration.seconds(NaN) }), 'NaN'],
    [() => Instruction.healthCheck(['a'], { startPeriod: Duration.seconds(1e21) }), '1e+21'],
    [() => Instruction.healthCheck(['a'], { startPeriod: 60 as any }), '60; write Duration.seconds(60)'],
    [() => Instruction.healthCheck(['a'], { retries: 1.5 }), '1.5'],
    [() => Instruction.healthCheck(['a'], { retries: 1e21 }), '1e+21'],
    [() => Instruction.stopSignal('SIGFOO'), '"SIGFOO"'],
    [() => Instruction.stopSignal('0'), '"0"'],
    [() => Instruction.stopSignal('65'), '"65"'],
    [() => Instruction.of('RUN', 'x'), '"RUN"'],
    [() => Instruction.of('VOLUME', ' '), '" "'],
    [() => Instruction.of('VOLUME', 'a\nRUN b'), '"a\\nRUN b"'],
    [() => Instruction.of('VOLUME', 'a\\'), '"a\\\\"'],
    [() => Instruction.of('ADD', '<<EOF /x'), '"<<EOF /x"'],
    [() => Instruction.copy([], 'a'), '[]'],
    [() => Instruction.copy([''], 'a'), '[""]'],
    [() => Instruction.copy(['a'], ''), '""'],
    [() => Instruction.copy(['a', 'b'], 'c'), '"c"'],
    [() => Instruction.copy(['a\nb'], 'c'), '"a\\nb"'],
    [() => Instruction.copy(['a\\b'], 'c'), '"a\\\\b"'],
    [() => Instruction.copy(['../a'], 'c'), '"../a"'],
    [() => Instruction.copy(['a/../..'], 'c'), '"a/../.."'],
    [() => Instruction.copy(['a'], 'b', { chown: 'a b' }), '"a b"'],
    [() => Instruction.copy(['a'], 'b', { chmod: 'u+x' }), '"u+x"'],
    [() => Instruction.copy(['a'], 'b', { exclude: ['/a'] }), '"/a"'],
    [() => Instruction.copy(['a'], 'b', { exclude: ['a b'] }), '"a b"'],
    [() => Instruction.copy(['--from=${X}'], 'b', { expand: true }), '"--from=${X}"'],
    [() => Instruction.copy(['$(x)'], 'b', { expand: true }), '"$(x)"'],
    [() => Instruction.copy(['/a'], 'b', { from: From.SCRATCH }), '"scratch"'],
    [() => Instruction.copy(['/a'], 'b', { from: From.argument('X', 'node') }), '"X"'],
    [() => Mount.bind('/a', '/b', From.SCRATCH), '"scratch"'],
    [() => Mount.bind('a,b', '/b'), '"a,b"'],
    [() => Mount.cache('a', '/b,from=x'), '"/b,from=x"'],
    [() => Mount.cache('a b', '/b'), '"a b"'],
    [() => Mount.secret('a', { variable: 'A-B' }), '"A-B"'],
    [() => text(Instruction.env({ A: 'x'.repeat(65536) })), '65542: "ENV A=xxx'],
  ])('%#', (make, shown) => {
    expect(make).toThrow(DockerfileError);
    expect(make).toThrow(shown);
  });

  test('a line is as long as a builder reads it, not longer', () => {
    expect(text(Instruction.env({ A: 'é'.repeat(32763) }))).toHaveLength(32771);
    expect(() => text(Instruction.env({ A: 'é'.repeat(32765) }))).toThrow('65535 bytes at most, received 65538');
  });
});
