import { ProjectFact } from './project-fact';
import { ProjectWarning } from './project-warning';

/** A fact or a warning, and the question that it was found by. */
type Found<T> = T & { readonly question?: string };

/**
 * Collects what was decided about a project, and what its owner should know.
 */
export class Findings {
  private readonly decided: Found<ProjectFact>[] = [];
  private readonly warned: Found<ProjectWarning>[] = [];

  /**
   * @param question what is being found out: it tells the place of what is found meanwhile
   */
  constructor(private readonly question: () => string | undefined = () => undefined) {}

  public get facts(): ProjectFact[] {
    return this.decided.map(({ question: _, ...fact }) => fact);
  }

  public get warnings(): ProjectWarning[] {
    return this.warned.map(({ question: _, ...warning }) => warning);
  }

  /** Records a decision. */
  public decide(name: string, value: string, source: string, reason: string) {
    this.decided.push({ name, value: oneLine(value), source: oneLine(source), reason: oneLine(reason), question: this.question() });
  }

  /** Records a warning, once. */
  public warn(id: string, message: string) {
    const text = oneLine(message);
    if (!this.warned.some(warning => warning.id === id && warning.message === text)) {
      this.warned.push({ id, message: text, question: this.question() });
    }
  }

  /**
   * Puts what was found into the order of the questions, whatever the order in which they were asked.
   *
   * @throws Error if one of them, by which something was found, has no place in it
   */
  public sort(questions: readonly string[]): void {
    const place = ({ question }: { readonly question?: string }) => {
      const found = question === undefined ? 0 : questions.indexOf(question);
      if (found === -1) throw new Error(`${JSON.stringify(question)} finds something, and has no place in the order of questions`);
      return found;
    };
    this.decided.sort((a, b) => place(a) - place(b));
    this.warned.sort((a, b) => place(a) - place(b));
  }
}

/**
 * Names as text for people: no more of them than can be read.
 */
export function listed(names: readonly string[], most = 12): string {
  return names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');
}

/**
 * A text that was read from a project may hold line breaks and control characters; what is said about it must not.
 */
export function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
}
