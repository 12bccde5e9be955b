import { managerCalled } from '../package-managers/command-lines';
import { argumentsOf, programOf } from '../scripts/invocation';
import { readsManifests, KnownScript } from './known-script';

const PROGRAMS = new Set(['echo', 'printf', 'exit', 'true', 'false', ':', 'test', '[', 'set', 'export', 'sleep']);

/**
 * Recognises commands that compile dependencies again.
 */
export const rebuild: KnownScript = step => {
  const program = programOf(step);
  const [word] = argumentsOf(step);
  return managerCalled(program)?.commandLine.rebuild.includes(word)
    ? readsManifests(true, `${program} ${word} compiles what is installed`)
    : undefined;
};

/**
 * Recognises commands that read no file.
 */
export const harmless: KnownScript = step => {
  const program = programOf(step);
  const assigns = step.words.length === 0 && step.assignments.length > 0;
  return assigns || (program !== undefined && PROGRAMS.has(program))
    ? readsManifests(undefined, `${program ?? 'an assignment'} reads no file`)
    : undefined;
};
