import { terminalPicture } from './terminal-picture';

const textsOf = (sent: string) => [...terminalPicture(sent, 'a').matchAll(/<text class="([^"]*)" x="([^"]*)" y="([^"]*)"[^>]*>([^<]*)</g)].map(([, look, x, y, text]) =>
  [look, Math.round((Number(x) - 18) / 8.4), (Number(y) - 54) / 19, text]);

test('each look begins and ends where it is told to, in its column', () => {
  expect(textsOf('a \u001b[1mb \u001b[31mc\u001b[39m\u001b[22m  d\n\n\u001b[2m  e\u001b[0mf')).toEqual([
    ['text', 0, 0, 'a'], ['text bold', 2, 0, 'b'], ['text bold red', 4, 0, 'c'], ['text', 7, 0, 'd'], ['text dim', 2, 2, 'e'], ['text', 3, 2, 'f'],
  ]);
});

test('a line that is written anew shows what it says in the end', () => {
  expect(textsOf('first line\r\u001b[2Ksecond\r\u001b[2K')).toEqual([]);
  expect(textsOf('first\r\u001b[2Ksecond')).toEqual([['text', 0, 0, 'second']]);
});

test('a line of more than 80 columns goes on in the next', () => {
  expect(textsOf(`${'x'.repeat(80)}yz\nw`)).toEqual([['text', 0, 0, 'x'.repeat(80)], ['text', 0, 1, 'yz'], ['text', 0, 2, 'w']]);
});

test('what it does not know is an error, and no picture that lacks it', () => {
  expect(() => terminalPicture('\u001b[45mred\u001b[0m', 'a')).toThrow('no look has the number 45');
  expect(() => terminalPicture('\u001b[3Aup', 'a')).toThrow('does not know');
  expect(() => terminalPicture('\u0007', 'a')).toThrow('does not know');
});

test('what is shown is text, whatever it is', () => {
  expect(terminalPicture('<script>&', '<b>')).toContain('>&#60;script&#62;&#38;</text>');
});
