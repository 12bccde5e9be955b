import { StepFailure } from '../step';

/** The severities, the worst first. */
export const LEVELS = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNRATED'] as const;

export type Level = typeof LEVELS[number];

/** Limits of a scan, and how long it is waited for: what the construct says in the variable `SCAN`. */
export interface ScanOptions {
  readonly kind: 'basic' | 'inspector';
  readonly timeoutMinutes: number;
  /** How many findings of a severity there may be; any number of one that is not here. */
  readonly maximum: { readonly [level in Level]?: number };
  readonly accepted: readonly Acceptance[];
}

/** A finding that does not count until the end of a day. */
export interface Acceptance {
  readonly id: string;
  /** The last day on which it holds. */
  readonly expires: string;
  readonly reason: string;
  /** The package in which it holds; any if not given. */
  readonly package?: string;
}

/** @throws StepFailure if the text is not what the construct writes */
export function scanOptions(text: string): ScanOptions {
  const options = parsed(text);
  if (!['basic', 'inspector'].includes(options?.kind) || typeof options.timeoutMinutes !== 'number' || !options.maximum || !Array.isArray(options.accepted)) {
    throw new StepFailure('the variable SCAN is not the JSON that it should be');
  }
  return options;
}

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
