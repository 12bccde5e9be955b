import { parseScript } from '../../../../lib/project/text/shell/parse-script';

const words = (text: string) => parseScript(text)?.commands.map(command => command.words.map(word => word.text).join(' '));

test.each([
  ['node a.js', true],
  ['a && b && c', true],
  ['a;', true],
  ['\na\n', true],
  ['A=1 B="2 3" a', true],
  ['a > log 2>&1', true],
  ['a; b', false],
  ['a || b', false],
  ['a | b', false],
  ['a &', false],
  ['(a)', false],
  ['a &&', false],
  ['&& a', false],
  ['if a; then b; fi', false],
  ['! a', false],
  ['', false],
  ['# nothing', false],
])('given %j, when it is parsed, then whether it is a chain is %s', (text, expected) => {
  expect(parseScript(text)!.isChain).toBe(expected);
});

test('given assignments in front of a program, when it is parsed, then they are its environment', () => {
  const [command] = parseScript('A=1 B="2 $x" node C=3')!.commands;
  expect(command.assignments).toEqual([
    { name: 'A', value: '1', raw: 'A=1', dynamic: false },
    { name: 'B', value: '2 $x', raw: 'B="2 $x"', dynamic: true },
  ]);
  expect(command.words.map(word => word.text)).toEqual(['node', 'C=3']);
});

test('given groups, when they are parsed, then each command knows the ones it lies in', () => {
  const groups = parseScript('a; (b; (c)); (d)')!.commands.map(command => command.groups);
  expect(groups).toEqual([[], [0], [0, 1], [2]]);
});

test('given keywords, when they are parsed, then the commands inside are found', () => {
  expect(words('if [ -d x ]; then npm i; else { echo y; } fi')).toEqual(['[ -d x ]', 'npm i', 'echo y']);
});

test('given operators, when they are parsed, then each command knows what is around it', () => {
  expect(parseScript('a && b || c')!.commands.map(({ after, before }) => [after, before])).toEqual([['', '&&'], ['&&', '||'], ['||', '']]);
});

test('given a redirection, when it is parsed, then its target is no argument', () => {
  expect(words('node a.js > out.log 2>&1 < in')).toEqual(['node a.js']);
  expect(parseScript('node a.js > out.log')!.commands[0].redirected).toBe(true);
});

test.each(['a "b', 'cat <<EOF'])('given %j, when it is parsed, then it is left to a shell', text => {
  expect(parseScript(text)).toBeUndefined();
});
