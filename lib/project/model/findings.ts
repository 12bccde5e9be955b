import { ProjectFact } from './project-fact';
import { ProjectWarning } from './project-warning';

/**
 * Collects what was decided about a project, and what its owner should know.
 */
export class Findings {
  public readonly facts: ProjectFact[] = [];
  public readonly warnings: ProjectWarning[] = [];

  /** Records a decision. */
  public decide(name: string, value: string, source: string, reason: string) {
    this.facts.push({ name, value: oneLine(value), source: oneLine(source), reason: oneLine(reason) });
  }

  /** Records a warning, once. */
  public warn(id: string, message: string) {
    const text = oneLine(message);
    if (!this.warnings.some(warning => warning.id === id && warning.message === text)) {
      this.warnings.push({ id, message: text });
    }
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
