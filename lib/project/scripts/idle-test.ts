import { Invocation, programOf } from './invocation';

/** Programs that test nothing. A script of these alone is a placeholder, like the one that `npm init` writes. */
const IDLE = new Set(['echo', 'printf', 'exit', 'true', 'false', ':']);

/** True if a command does nothing that could be a test. */
export function isIdle(invocation: Invocation): boolean {
  return IDLE.has(programOf(invocation) ?? '');
}
