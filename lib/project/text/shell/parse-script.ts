import { ShellOperator, ShellToken, ShellWord, splitWords } from './split-words';

/**
 * A variable that is set for one command.
 */
export interface ShellAssignment {
  readonly name: string;
  readonly value: string;
  /** The assignment as it is written. */
  readonly raw: string;
  /** True if the shell computes the value. */
  readonly dynamic: boolean;
}

/**
 * A program with its arguments.
 */
export interface ShellCommand {
  readonly assignments: readonly ShellAssignment[];
  readonly words: readonly ShellWord[];
  /** True if its input or output is redirected. */
  readonly redirected: boolean;
  /** The operator in front of it; empty for the first one. */
  readonly after: string;
  /** The operator behind it; empty for the last one. */
  readonly before: string;
  /** The parentheses it lies in, outermost first, numbered by where they open. */
  readonly groups: readonly number[];
  /** Where it begins and ends in the text, its redirections included. */
  readonly start: number;
  readonly end: number;
}

/**
 * A shell script, split into its commands.
 */
export interface ShellScript {
  readonly text: string;
  readonly commands: readonly ShellCommand[];
  /** True if it is nothing but commands joined by `&&`. */
  readonly isChain: boolean;
}

const KEYWORDS = new Set(['!', '{', '}', 'if', 'then', 'elif', 'else', 'fi', 'while', 'until', 'do', 'done', 'for', 'case', 'esac', 'in', 'function']);

/**
 * Splits a script into its commands, undefined if it cannot be: quotes that do not end, here-documents.
 *
 * The commands inside of `if`, loops and groups are there, too, but `isChain` is false then.
 */
export function parseScript(text: string): ShellScript | undefined {
  const tokens = splitWords(text);
  if (tokens === undefined || tokens.some(token => token.type === 'operator' && token.operator.startsWith('<<'))) return undefined;
  const reader = new ScriptReader(tokens);
  return { text, ...reader.read() };
}

class ScriptReader {
  private readonly commands: ShellCommand[] = [];
  private isChain = true;
  private groups: readonly number[] = [];
  private opened = 0;
  private after = '';
  private words: ShellWord[] = [];
  private redirected = false;
  private span: { start: number; end: number } | undefined;

  constructor(private readonly tokens: readonly ShellToken[]) {}

  public read() {
    for (let i = 0; i < this.tokens.length; i++) {
      const token = this.tokens[i];
      if (token.type === 'word') {
        this.addWord(token);
      } else if (/[<>]/.test(token.operator)) {
        this.redirected = true;
        this.extend(token);
        const target = this.tokens[i + 1];
        if (target?.type === 'word') this.extend(this.tokens[++i]);
      } else {
        this.addOperator(token);
      }
    }
    this.finish('');
    const complete = this.commands.length > 0 && this.commands[this.commands.length - 1].before !== '&&';
    return { commands: this.commands, isChain: this.isChain && complete };
  }

  private addWord(word: ShellWord) {
    if (this.words.length === 0 && KEYWORDS.has(word.raw)) {
      this.isChain = false;
      return;
    }
    this.words.push(word);
    this.extend(word);
  }

  private addOperator({ operator }: ShellOperator) {
    this.finish(operator);
    if (operator === '(') this.groups = [...this.groups, this.opened++];
    if (operator === ')') this.groups = this.groups.slice(0, -1);
    const leading = operator === '\n' && this.commands.length === 0;
    if (operator !== '(' && operator !== ')' && !leading) this.after = operator;
  }

  private finish(before: string) {
    if (this.span === undefined) {
      // Blank lines change nothing; any other operator without a command does.
      if (before !== '' && before !== '\n') this.isChain = false;
      return;
    }
    const count = this.words.findIndex(word => assignmentOf(word) === undefined);
    const assigned = count === -1 ? this.words.length : count;
    this.commands.push({
      assignments: this.words.slice(0, assigned).map(word => assignmentOf(word)!),
      words: this.words.slice(assigned),
      redirected: this.redirected,
      after: this.after,
      before,
      groups: this.groups,
      ...this.span,
    });
    if (!['', '&&'].includes(this.after)) this.isChain = false;
    if (!['', '&&', ';', '\n'].includes(before)) this.isChain = false;
    this.words = [];
    this.redirected = false;
    this.span = undefined;
  }

  private extend({ start, end }: ShellToken) {
    this.span = { start: this.span?.start ?? start, end };
  }
}

/**
 * The assignment that a word is, undefined if it is none.
 */
export function assignmentOf(word: Pick<ShellWord, 'raw' | 'text' | 'dynamic'>): ShellAssignment | undefined {
  const name = /^([A-Za-z_]\w*)=/.exec(word.raw)?.[1];
  return name === undefined ? undefined : { name, value: word.text.slice(name.length + 1), raw: word.raw, dynamic: word.dynamic };
}
