import { programOf } from '../scripts/invocation';
import { readsManifests, Recogniser } from './recogniser';

const PROGRAMS = new Set(['echo', 'printf', 'exit', 'true', 'false', ':', 'test', '[', 'set', 'export', 'sleep']);

/**
 * Recognises commands that read no file.
 */
export const harmless: Recogniser = step => {
  const program = programOf(step);
  const assigns = step.words.length === 0 && step.assignments.length > 0;
  return assigns || (program !== undefined && PROGRAMS.has(program))
    ? readsManifests(undefined, `${program ?? 'an assignment'} reads no file`)
    : undefined;
};
