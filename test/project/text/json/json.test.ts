import * as fc from 'fast-check';
import { JsonReader } from '../../../../lib/project/text/json/json-reader';
import { parseJson, parseJsonWithComments } from '../../../../lib/project/text/json/parse-json';
import { holds } from '../../../property';
import { messageOf } from '../../project-directory';

test.each([
  ['', 'a.json is not valid JSON at line 1, column 1: expected a value, the file ends'],
  ['{\n  "a": 1,\n  b: 2\n}', 'a.json is not valid JSON at line 3, column 3: expected a property name in double quotes, received "b: 2\\n}"'],
  ['{"a": 1,}', 'a.json is not valid JSON at line 1, column 9: expected a value after ",", received "}"'],
  ['{"a" 1}', 'a.json is not valid JSON at line 1, column 6: expected ":", received "1}"'],
  ['[1 2]', 'a.json is not valid JSON at line 1, column 4: expected "," or "]", received "2]"'],
  ['{"a": "x\ny"}', 'a.json is not valid JSON at line 1, column 9: expected the end of the string, received "\\ny\\"}"'],
  ['"\\q"', 'a.json is not valid JSON at line 1, column 2: expected a valid escape, received "\\\\q\\""'],
  ['{} {}', 'a.json is not valid JSON at line 1, column 4: expected nothing more, received "{}"'],
  ['// no\n{}', 'a.json is not valid JSON at line 1, column 1: expected a value, received "// no\\n{}"'],
  ['01', 'a.json is not valid JSON at line 1, column 2: expected nothing more, received "1"'],
])('given %j, when it is parsed, then the error says where', (text, expected) => {
  expect(messageOf(() => parseJson(text, 'a.json'))).toBe(expected);
});

test('given any value, when it is written and read, then our reader and JSON.parse agree', () => {
  holds(fc.property(fc.json(), text => {
    expect(new JsonReader(text, 'a.json').read()).toEqual(JSON.parse(text));
  }));
});

test('given any text, when it is read, then our reader refuses what JSON.parse refuses', () => {
  const text = fc.string({ unit: fc.constantFrom(...'{}[]",:\\ntu01eE.-+ \n/*') });
  holds(fc.property(text, json => {
    let expected: unknown;
    try {
      expected = JSON.parse(json);
    } catch {
      expect(messageOf(() => new JsonReader(json, 'a.json').read())).toMatch(/^a\.json is not valid JSON at line /);
      return;
    }
    expect(new JsonReader(json, 'a.json').read()).toEqual(expected);
  }), 1000);
});

test('given comments and trailing commas, when a configuration is parsed, then they are no mistake', () => {
  const text = '// first\n{ /* x */ "a": [1, 2,], // "b": 2\n "c": "// no /* comment */", }\n/* end */';
  expect(parseJsonWithComments(text, 'tsconfig.json')).toEqual({ a: [1, 2], c: '// no /* comment */' });
});

test('given a key that objects inherit, when it is parsed, then it is an ordinary key', () => {
  const value = parseJsonWithComments('{"__proto__": {"a": 1}, "constructor": 2, "__proto__": 3}', 'a.json') as object;
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.entries(value)).toEqual([['__proto__', 3], ['constructor', 2]]);
});

test('given too many levels, when they are parsed, then it is an error and no crash', () => {
  expect(messageOf(() => parseJsonWithComments('['.repeat(100000), 'a.json'))).toMatch(/at most 500 levels/);
});
