import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import * as fc from 'fast-check';
import { Dockerfile, From, Instruction, Stage } from '../../lib';
import { DockerfileError } from '../../lib/dockerfile/dockerfile-error';
import { holds } from '../property';
import { copyPaths, pairs, read, ReadInstruction, splitWords, unquote } from './reader';
import { anyText, fileName, isWellFormed } from './values';

/** Renders instructions between two others, so that nothing that leaks out of them goes unseen. */
function renderBetween(instructions: Instruction[], comments: string[] = []): string {
  return new Dockerfile({
    comments,
    stages: [new Stage({ name: 'a', comments, from: From.SCRATCH, instructions: [Instruction.user('1000'), ...instructions, Instruction.expose(80)] })],
  }).render();
}

/** What three readers, of which none is ours, and one that is written apart from the renderer, find in a Dockerfile. */
function readBack(text: string, keywords: string[]): ReadInstruction[] {
  const ast = DockerfileParser.parse(text);
  expect(ast.getInstructions().map(instruction => instruction.getKeyword())).toEqual(['FROM', 'USER', ...keywords, 'EXPOSE']);
  expect(ast.getEscapeCharacter()).toBe('\\');
  expect(findings(text)).toEqual([]);
  const { instructions, directives } = read(text);
  expect(directives).toEqual([]);
  expect(instructions.map(instruction => instruction.keyword)).toEqual(['FROM', 'USER', ...keywords, 'EXPOSE']);
  return instructions.slice(2, -1);
}

/**
 * What the linter says, but for its mistakes: it takes off the quotes, and then the quote that a value begins with for
 * one that does not end; and it takes a word in a string of a JSON array for a flag.
 */
function findings(text: string): string[] {
  const mistakes = [
    /^failed to process .* looking for matching (single|double)-quote$/s,
    ...text.includes('--') && text.includes('COPY [') ? [/^Unknown flag/, /^When using COPY with more than one source/] : [],
  ];
  return validate(text).map(finding => String(finding.message)).filter(message => !mistakes.some(mistake => mistake.test(message)));
}

/** A value either reads back or is refused by an error that shows it. */
function readsBackOrIsRefused<T>(
  values: fc.Arbitrary<T>, expressible: (value: T) => boolean, make: (value: T) => void, shown: (value: T) => string[],
): void {
  holds(fc.property(values, value => {
    if (expressible(value)) {
      make(value);
    } else {
      const error = thrown(() => make(value));
      expect(error).toBeInstanceOf(DockerfileError);
      expect(shown(value).some(text => error!.message.includes(JSON.stringify(text)))).toBe(true);
    }
  }), 300);
}

function thrown(action: () => void): Error | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

const inQuotes = (value: string) => !/[\0\n\r]/.test(value) && isWellFormed(value);
const asArgument = (value: string) => !value.includes('\0') && isWellFormed(value);
const argv = fc.array(anyText(), { minLength: 1, maxLength: 5 });

describe('every value reads back as it was given, in one instruction, or is refused by an error that shows it', () => {
  test.each([['ENV', Instruction.env], ['LABEL', Instruction.label]] as const)('%s', (keyword, make) => {
    const values = fc.array(anyText(), { minLength: 1, maxLength: 4 });
    readsBackOrIsRefused(values, list => list.every(inQuotes), list => {
      const given = list.map((value, index) => [`NAME_${index}`, value] as [string, string]);
      const text = renderBetween([make(Object.fromEntries(given))]);

      expect(pairs(readBack(text, [keyword])[0].rest)).toEqual(given);
      const properties = (DockerfileParser.parse(text).getInstructions()[2] as any).getProperties();
      // this parser leaves the backslash before a dollar
      expect(properties.map((property: any) => [property.getName(), property.getValue()]))
        .toEqual(given.map(([name, value]) => [name, value.replace(/\$/g, '\\$')]));
    }, list => list);
  });

  test('ARG', () => {
    readsBackOrIsRefused(anyText(), inQuotes, value => {
      const text = renderBetween([Instruction.arg('NAME', value)]);

      expect(pairs(readBack(text, ['ARG'])[0].rest)).toEqual([['NAME', value]]);
    }, value => [value]);
  });

  test('WORKDIR', () => {
    readsBackOrIsRefused(anyText().map(value => `/${value}`), inQuotes, value => {
      const text = renderBetween([Instruction.workdir(value)]);

      expect(unquote(readBack(text, ['WORKDIR'])[0].rest)).toBe(value);
    }, value => [value]);
  });

  test.each([
    ['CMD', Instruction.cmd], ['ENTRYPOINT', Instruction.entrypoint], ['RUN', (words: string[]) => Instruction.run(words, { exec: true })],
  ] as const)('%s in exec form', (keyword, make) => {
    readsBackOrIsRefused(argv, list => list.every(asArgument), list => {
      const text = renderBetween([make(list)]);

      expect(readBack(text, [keyword])[0].json).toEqual(list);
      // this parser takes a word in a string of a RUN's array for a flag, as the linter does
      if (keyword !== 'RUN' || !list.some(word => word.includes('--'))) {
        expect((DockerfileParser.parse(text).getInstructions()[2] as any).getJSONStrings()).toHaveLength(list.length);
      }
    }, list => list);
  });

  test('HEALTHCHECK', () => {
    readsBackOrIsRefused(argv, list => list.every(asArgument), list => {
      const text = renderBetween([Instruction.healthCheck(list)]);

      const [{ rest, flags }] = readBack(text, ['HEALTHCHECK']);
      expect(flags).toEqual(['--interval=30s', '--timeout=5s', '--start-period=10s', '--retries=3']);
      expect(rest.startsWith('CMD [')).toBe(true);
      expect(JSON.parse(rest.slice(4))).toEqual(list);
    }, list => list);
  });

  test('RUN of a script', () => {
    readsBackOrIsRefused(anyText(), asArgument, script => {
      const text = renderBetween([Instruction.shell(script)]);

      expect(readBack(text, ['RUN'])[0].json).toEqual(['/bin/sh', '-c', script]);
    }, script => [script]);
  });

  test('RUN in shell form is one instruction without flags of its own', () => {
    readsBackOrIsRefused(fc.array(argv, { minLength: 1, maxLength: 3 }), list => list.flat().every(asArgument), list => {
      const text = renderBetween([Instruction.runAll(list)]);

      const [{ flags, json, rest }] = readBack(text, ['RUN']);
      expect(flags).toEqual([]);
      expect(json ?? splitWords(rest)).not.toHaveLength(0);
    }, list => list.flat());
  });

  test('COPY', () => {
    // eslint-disable-next-line no-control-regex
    const expressible = (value: string) => value !== '' && !/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(value) && isWellFormed(value);
    const source = (value: string) => expressible(value) && !value.includes('\\');
    const paths = fc.record({ sources: fc.array(fc.oneof(fileName(), anyText()), { minLength: 1, maxLength: 3 }), destination: anyText() });
    readsBackOrIsRefused(paths, ({ sources, destination }) => sources.every(source) && expressible(destination), ({ sources, destination }) => {
      const to = sources.length > 1 || destination === '' ? `${destination}/` : destination;
      const text = renderBetween([Instruction.copy(sources.map(item => item && `d/${item}`), destination && to)]);

      const read_ = copyPaths(readBack(text, ['COPY'])[0]);
      expect(read_.map(item => item.replace(/^\.\//, ''))).toEqual([...sources.map(item => `d/${item}`), to].map(item => item.replace(/^\.\//, '')));
    }, ({ sources, destination }) => [...sources, ...sources.map(item => `d/${item}`), destination, `${destination}/`]);
  });

  test('COPY of names at the root of the context', () => {
    holds(fc.property(fileName(), name => {
      const text = renderBetween([Instruction.copy([name], '/to/')]);

      expect(copyPaths(readBack(text, ['COPY'])[0]).map(item => item.replace(/^\.\//, ''))).toEqual([name, '/to/']);
    }), 300);
  });

  test('comments, which are never an instruction and never a directive', () => {
    holds(fc.property(fc.array(anyText(), { maxLength: 3 }), comments => {
      const text = renderBetween([Instruction.expose(1).withComment(comments[0] ?? '')], comments);

      readBack(text, ['EXPOSE']);
      expect(isWellFormed(text)).toBe(true);
    }), 300);
  });
});

test('the same input gives the same text', () => {
  holds(fc.property(fc.array(anyText().filter(inQuotes), { minLength: 1 }), values => {
    const make = () => renderBetween([Instruction.env(Object.fromEntries(values.map((value, index) => [`N${index}`, value]))), Instruction.cmd(values)]);

    expect(make()).toBe(make());
  }), 100);
});
