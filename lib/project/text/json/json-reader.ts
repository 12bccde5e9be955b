import { ProjectError } from '../../model/project-error';

const ESCAPES: { readonly [letter: string]: string } = {
  '"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
};
const MAX_DEPTH = 500;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const BLANKS = /[ \t\r\n]*/y;
const BLANKS_AND_COMMENTS = /(?:[ \t\r\n]|\/\/[^\r\n]*|\/\*[^]*?\*\/)*/y;
// eslint-disable-next-line no-control-regex
const PLAIN_CHARACTERS = /[^"\\\u0000-\u001f]*/y;

/**
 * A JSON parser that knows where it is: `JSON.parse` has neither a stable message nor comments.
 */
export class JsonReader {
  private position = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly path: string,
    private readonly options: { readonly comments?: boolean } = {},
  ) {}

  /**
   * The value of the whole text.
   */
  public read(): unknown {
    const value = this.value();
    this.blanks();
    if (this.position < this.text.length) this.fail('nothing more');
    return value;
  }

  private value(): unknown {
    this.blanks();
    const next = this.text[this.position];
    if (next === '{') return this.nested(() => this.object());
    if (next === '[') return this.nested(() => this.array());
    if (next === '"') return this.string();
    for (const [word, value] of [['true', true], ['false', false], ['null', null]] as const) {
      if (this.text.startsWith(word, this.position)) {
        this.position += word.length;
        return value;
      }
    }
    const number = this.match(NUMBER);
    if (number === '') this.fail('a value');
    return Number(number);
  }

  private object(): unknown {
    // fromEntries defines own properties: a key like __proto__ stays an ordinary key.
    const entries: [string, unknown][] = [];
    this.items('}', () => {
      if (this.text[this.position] !== '"') this.fail('a property name in double quotes');
      const key = this.string();
      this.blanks();
      this.expect(':');
      entries.push([key, this.value()]);
    });
    return Object.fromEntries(entries);
  }

  private array(): unknown {
    const values: unknown[] = [];
    this.items(']', () => values.push(this.value()));
    return values;
  }

  private items(end: string, item: () => void) {
    this.position++;
    this.blanks();
    while (this.text[this.position] !== end) {
      item();
      this.blanks();
      if (this.text[this.position] === end) break;
      if (this.text[this.position] !== ',') this.fail(`"," or "${end}"`);
      this.position++;
      this.blanks();
      if (this.text[this.position] === end && !this.options.comments) this.fail('a value after ","');
    }
    this.position++;
  }

  private string(): string {
    let value = '';
    this.position++;
    for (;;) {
      value += this.match(PLAIN_CHARACTERS);
      const next = this.text[this.position];
      if (next === '"') {
        this.position++;
        return value;
      }
      if (next !== '\\') this.fail('the end of the string');
      value += this.escape();
    }
  }

  private escape(): string {
    const letter = this.text[this.position + 1];
    const unicode = /^[0-9a-fA-F]{4}$/.exec(this.text.slice(this.position + 2, this.position + 6));
    if (letter === 'u' && unicode) {
      this.position += 6;
      return String.fromCharCode(parseInt(unicode[0], 16));
    }
    if (letter === undefined || !Object.hasOwn(ESCAPES, letter)) this.fail('a valid escape');
    this.position += 2;
    return ESCAPES[letter];
  }

  private nested(read: () => unknown): unknown {
    if (++this.depth > MAX_DEPTH) this.fail(`at most ${MAX_DEPTH} levels of nesting`);
    const value = read();
    this.depth--;
    return value;
  }

  private blanks() {
    this.match(this.options.comments ? BLANKS_AND_COMMENTS : BLANKS);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.position += found.length;
    return found;
  }

  private expect(character: string) {
    if (this.text[this.position] !== character) this.fail(`"${character}"`);
    this.position++;
  }

  private fail(expected: string): never {
    const before = this.text.slice(0, this.position).split('\n');
    const found = this.position < this.text.length
      ? `received ${JSON.stringify(this.text.slice(this.position, this.position + 20))}`
      : 'the file ends';
    throw new ProjectError(
      `${this.path} is not valid JSON at line ${before.length}, column ${before[before.length - 1].length + 1}: expected ${expected}, ${found}`,
    );
  }
}
