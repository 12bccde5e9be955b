import { RehearsedAction } from '../assembly/action';

/** Outcome of an action. */
export interface ActionResult {
  readonly action: RehearsedAction;
  readonly kind: 'ok' | 'failed' | 'noted' | 'not rehearsed' | 'not reached';
  /** Words on it beside that. */
  readonly text: string;
  /** Parts that were left out of a build that passed. */
  readonly lacks?: readonly string[];
  readonly seconds?: number;
  /** Log of its build. */
  readonly log?: string;
  /** Cause of its failure, where no log of its own has it. */
  readonly error?: string;
  /** The builds that it started itself, in their order. */
  readonly parts?: readonly PartResult[];
}

/** Outcome of one of the builds that an action starts. */
export interface PartResult extends Pick<ActionResult, 'text' | 'lacks' | 'seconds' | 'log'> {
  /** The image that it is about; nothing where it is about all. */
  readonly image?: string;
  readonly name: string;
  /** The step that it runs. */
  readonly step?: string;
  readonly kind: 'ok' | 'failed' | 'not rehearsed';
}

/** Name of an action. */
export function labelOf({ stage, name }: RehearsedAction): string {
  return `${stage} / ${name}`;
}

/** Name of one of the builds of an action. */
export function partLabel({ image, name }: Pick<PartResult, 'image' | 'name'>): string {
  return image === undefined ? name : `${image} / ${name}`;
}

/** Prefix of what a step says by itself. */
export const MARK = 'nodejs-image: ';

/** Cause of a failed build, by its log: the first error, else its last line. */
export function causeOf(log: string): string {
  const lines = log.split('\n').filter(line => line.trim() !== '');
  const error = lines.find(line => line.startsWith(`${MARK}error: `));
  return error?.slice(`${MARK}error: `.length) ?? lines.at(-1) ?? 'the build printed nothing';
}

/** Details that a failed step shows, such as the end of the log of a gate. */
export function detailOf(log: string): string[] {
  return log.split('\n').filter(line => line.startsWith(`${MARK}| `)).map(line => line.slice(`${MARK}| `.length));
}
