import { optionValue } from '../build/build-tool';
import { filesIn } from '../files/files-in';
import { joinInside } from '../files/relative-path';
import { argumentsOf, programOf } from '../scripts/invocation';
import { readsManifests, KnownScript } from './known-script';

/**
 * Recognises `patch-package`, which changes what was installed.
 *
 * @see https://github.com/ds300/patch-package
 */
export const patchPackage: KnownScript = (step, { files }) => {
  if (programOf(step) !== 'patch-package' || step.directory === undefined) return undefined;
  const directory = joinInside(step.directory, optionValue(argumentsOf(step), '--patch-dir') ?? 'patches');
  const patches = directory === undefined || directory === '' || files.kind(directory) !== 'directory' ? [] : filesIn(files, directory);
  return readsManifests(true, `patch-package applies ${patches.length} patches`, patches);
};
