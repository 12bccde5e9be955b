import { argumentsOf, programOf } from '../scripts/invocation';
import { readsSources, KnownScript } from './known-script';

/**
 * Commands that write types for editors and checks, from the sources.
 */
const COMMANDS: { readonly [program: string]: string } = {
  'nuxt': 'prepare',
  'nuxi': 'prepare',
  'svelte-kit': 'sync',
  'astro': 'sync',
  'react-router': 'typegen',
  'wxt': 'prepare',
  'quasar': 'prepare',
};

/**
 * Recognises what frameworks generate for those who work on the project.
 */
export const generatedTypes: KnownScript = step => {
  const program = programOf(step);
  return program !== undefined && Object.hasOwn(COMMANDS, program) && argumentsOf(step).includes(COMMANDS[program])
    ? readsSources(false, `${program} ${COMMANDS[program]} writes types that only development and the build read`)
    : undefined;
};
