import { RehearsedAction } from '../assembly/action';

/** What came of an action. */
export interface ActionResult {
  readonly action: RehearsedAction;
  readonly kind: 'ok' | 'failed' | 'noted' | 'not rehearsed' | 'not reached';
  /** What is to be told of it beside that. */
  readonly text: string;
  /** What was left out of a build that passed. */
  readonly lacks?: readonly string[];
  readonly seconds?: number;
  /** What a build printed. */
  readonly log?: string;
}

/** Prefix of what a step says by itself. */
export const MARK = 'nodejs-image: ';

/** What a failed build says of the cause: its first error, else its last line. */
export function causeOf(log: string): string {
  const lines = log.split('\n').filter(line => line.trim() !== '');
  const error = lines.find(line => line.startsWith(`${MARK}error: `));
  return error?.slice(`${MARK}error: `.length) ?? lines.at(-1) ?? 'the build printed nothing';
}

/** Details that a failed step shows, such as the end of the log of a gate. */
export function detailOf(log: string): string[] {
  return log.split('\n').filter(line => line.startsWith(`${MARK}| `)).map(line => line.slice(`${MARK}| `.length));
}
