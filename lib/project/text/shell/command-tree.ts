import { assignmentOf, ShellAssignment } from './parse-script';
import { ShellToken, ShellWord, splitWords } from './split-words';

/** Commands that `;` or a line break separates. */
export interface CommandList {
  readonly items: readonly ListItem[];
  /** True if a shell of its own runs them, so that `exit` ends no more than that. */
  readonly subshell: boolean;
}

/** Commands that `&&` and `||` join. */
export interface ListItem {
  readonly pipelines: readonly Pipeline[];
  /** The operators between the pipelines. */
  readonly operators: readonly ('&&' | '||')[];
  /** True if nothing waits for it. */
  readonly background: boolean;
}

/** Commands of which each reads what the one before it writes. */
export interface Pipeline {
  readonly elements: readonly (SimpleCommand | CommandList)[];
  /** True if success and failure are swapped. */
  readonly negated: boolean;
}

/** A program with its arguments. */
export interface SimpleCommand {
  readonly assignments: readonly ShellAssignment[];
  readonly words: readonly ShellWord[];
  /** As it is written. */
  readonly text: string;
}

const CONTROL = new Set(['if', 'then', 'elif', 'else', 'fi', 'while', 'until', 'do', 'done', 'for', 'case', 'esac', 'function']);
const SEPARATORS = new Set([';', '\n', '&']);

/**
 * Parses a script into lists, pipelines and groups, undefined if it is none of these alone: conditions, loops,
 * functions, here-documents.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_10_02
 */
export function commandTree(text: string): CommandList | undefined {
  const tokens = splitWords(text);
  if (tokens === undefined) return undefined;
  const parser = new TreeParser(text, tokens);
  const list = parser.list();
  return parser.ended ? list : undefined;
}

class TreeParser {
  private position = 0;
  private failed = false;

  constructor(private readonly text: string, private readonly tokens: readonly ShellToken[]) {}

  public get ended(): boolean {
    return !this.failed && this.position === this.tokens.length;
  }

  public list(): CommandList {
    const items: ListItem[] = [];
    this.skipSeparators();
    while (!this.failed && this.position < this.tokens.length && !this.at(')') && !this.atWord('}')) {
      items.push(this.item());
      this.skipSeparators();
    }
    return { items, subshell: false };
  }

  private item(): ListItem {
    const pipelines = [this.pipeline()];
    const operators: ('&&' | '||')[] = [];
    while (!this.failed && (this.at('&&') || this.at('||'))) {
      operators.push(this.at('&&') ? '&&' : '||');
      this.position++;
      this.skipBreaks();
      pipelines.push(this.pipeline());
    }
    return { pipelines, operators, background: this.at('&') };
  }

  private pipeline(): Pipeline {
    const negated = this.atWord('!');
    if (negated) this.position++;
    const elements = [this.element()];
    while (!this.failed && this.at('|')) {
      this.position++;
      this.skipBreaks();
      elements.push(this.element());
    }
    return { elements, negated };
  }

  private element(): SimpleCommand | CommandList {
    if (this.at('(')) return this.group(() => this.at(')'));
    if (this.atWord('{')) return this.group(() => this.atWord('}'));
    return this.command();
  }

  private group(isEnd: () => boolean): CommandList {
    const subshell = this.at('(');
    this.position++;
    const list = { ...this.list(), subshell };
    if (isEnd()) this.position++;
    else this.failed = true;
    const words: ShellWord[] = [];
    this.redirections(words);
    if (words.length > 0) this.failed = true;
    return list;
  }

  private command(): SimpleCommand {
    const first = this.tokens[this.position];
    const words: ShellWord[] = [];
    this.redirections(words);
    const last = this.tokens[this.position - 1];
    if (first === undefined || last === undefined || words.length === 0 || CONTROL.has(words[0].raw) || this.at('(')) {
      this.failed = true;
      return { assignments: [], words: [], text: '' };
    }
    const count = words.findIndex(word => assignmentOf(word) === undefined);
    const assigned = count === -1 ? words.length : count;
    return {
      assignments: words.slice(0, assigned).map(word => assignmentOf(word)!),
      words: words.slice(assigned),
      text: this.text.slice(first.start, last.end),
    };
  }

  /** Takes words, and redirections, which say nothing here. */
  private redirections(words: ShellWord[]): void {
    for (let token = this.tokens[this.position]; token !== undefined; token = this.tokens[this.position]) {
      if (token.type === 'word') {
        words.push(token);
      } else if (token.operator.startsWith('<<')) {
        this.failed = true;
        return;
      } else if (/[<>]/.test(token.operator)) {
        this.position++;
        if (this.tokens[this.position]?.type !== 'word') {
          this.failed = true;
          return;
        }
      } else {
        return;
      }
      this.position++;
    }
  }

  private at(operator: string): boolean {
    const token = this.tokens[this.position];
    return token?.type === 'operator' && token.operator === operator;
  }

  private atWord(raw: string): boolean {
    const token = this.tokens[this.position];
    return token?.type === 'word' && token.raw === raw;
  }

  private skipBreaks(): void {
    while (this.at('\n')) this.position++;
  }

  private skipSeparators(): void {
    for (let token = this.tokens[this.position]; token?.type === 'operator' && SEPARATORS.has(token.operator); token = this.tokens[this.position]) this.position++;
  }
}
