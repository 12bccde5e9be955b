import { spawnSync } from 'child_process';
import * as os from 'os';
import * as fc from 'fast-check';
import { parseScript } from '../../../../lib/project/text/shell/parse-script';
import { ShellToken, splitWords } from '../../../../lib/project/text/shell/split-words';
import { holds } from '../../../property';

const show = (tokens: ShellToken[] | undefined) =>
  tokens?.map(token => token.type === 'operator' ? `<${token.operator}>` : token.dynamic ? `$${token.text}` : token.text);

test.each<[string, string[] | undefined]>([
  ['node server.js', ['node', 'server.js']],
  ['  node\tserver.js  ', ['node', 'server.js']],
  ['node "a b" \'c d\' e\\ f', ['node', 'a b', 'c d', 'e f']],
  ['a"b"\'c\'\\d', ['abcd']],
  ['""', ['']],
  ["''", ['']],
  ['"a\\"b\\\\c\\d"', ['a"b\\c\\d']],
  ["'a\\b\"c'", ['a\\b"c']],
  ['a&&b||c;d|e&f', ['a', '<&&>', 'b', '<||>', 'c', '<;>', 'd', '<|>', 'e', '<&>', 'f']],
  ['(a b)', ['<(>', 'a', 'b', '<)>']],
  ['a > out 2>&1', ['a', '<>>', 'out', '<>&>', '1']],
  ['a 2 >b', ['a', '2', '<>>', 'b']],
  ['a # a comment && b', ['a']],
  ['a#b', ['a#b']],
  ['a \\\n b', ['a', 'b']],
  ['a\nb', ['a', '<\n>', 'b']],
  ['$HOME ${A:-b c} $(pwd; ls) `x` "$A"', ['$$HOME', '$${A:-b c}', '$$(pwd; ls)', '$`x`', '$$A']],
  ["'$HOME' \\$HOME", ['$HOME', '$HOME']],
  ['*.js a?b [ab] ~ ~/x', ['$*.js', '$a?b', '$[ab]', '$~', '$~/x']],
  ["'*.js' \"[a]\"", ['*.js', '[a]']],
  ['"a', undefined],
  ["a 'b", undefined],
  ['a $(b', undefined],
  ['a ${b', undefined],
  ['a `b', undefined],
  ['a \\', undefined],
  ['$(a ")" \')\' $(b (c)))', ['$$(a ")" \')\' $(b (c)))']],
])('given %j, when it is split, then it gives %j', (text, expected) => {
  expect(show(splitWords(text))).toEqual(expected);
});

const PIECES = ['a', 'bc', 'x=1', ' ', '  ', '\t', '\'', '"', '\\', '$', '$a', '${', '}', '{', '&', '&&', '|', ';', '(', ')', '\n', '#', '~', '*', '=', '<', '1', '`', '!', '%', 'ä', '-', '/'];
const script = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map(pieces => pieces.join(''));

test('given any text, when it is split, then every token is where it says it is, and nothing but blanks is between them', () => {
  holds(fc.property(script, text => {
    const tokens = splitWords(text) ?? [];
    let position = 0;
    for (const token of tokens) {
      expect(token.start).toBeGreaterThanOrEqual(position);
      if (token.type === 'word') expect(text.slice(token.start, token.end)).toBe(token.raw);
      position = token.end;
    }
  }));
});

test('given words, when they are quoted and split again, then they are the same', () => {
  const quoted = fc.oneof(
    fc.string({ unit: fc.constantFrom(...PIECES.join('')) }).map(text => ({ text, raw: `'${text.replaceAll('\'', '\'\\\'\'')}'` })),
    fc.string({ unit: fc.constantFrom(...PIECES.join('')) }).map(text => ({ text, raw: `"${text.replace(/["\\$`]/g, '\\$&')}"` })),
  );
  holds(fc.property(fc.array(quoted), words => {
    expect(splitWords(words.map(({ raw }) => raw).join(' '))).toEqual(words.map(word => expect.objectContaining({ type: 'word', dynamic: false, ...word })));
  }));
});

test('given a command that no shell changes, when sh runs it, then it gets the words that we read', () => {
  holds(fc.property(script, text => {
    const parsed = parseScript(`p ${text}`);
    const [command] = parsed?.commands ?? [];
    fc.pre(parsed?.isChain === true && parsed.commands.length === 1 && !command.redirected && command.words.every(word => !word.dynamic));
    const run = spawnSync('/bin/sh', ['-c', `p() { printf '<%s>' "$@"; }\np ${text}`], { cwd: os.tmpdir(), encoding: 'utf8' });
    const words = command.words.slice(1).map(word => word.text);
    expect(run.stdout).toBe(words.length === 0 ? '<>' : words.map(word => `<${word}>`).join(''));
  }), 150);
});
