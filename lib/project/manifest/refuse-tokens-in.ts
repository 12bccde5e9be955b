import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';
import { ProjectError } from '../model/project-error';
import { MANIFEST_SECRETS, refuseHardCoded } from '../secrets/hard-coded/refuse-hard-coded';
import { secretInValues } from '../secrets/hard-coded/secret-in-values';

/**
 * Refuses a `package.json` with a secret in it, which is in the image, and its scripts are in the Dockerfile; and a start
 * command that is given with one.
 *
 * @throws ProjectError naming the file, the key and the way out
 */
export function refuseTokensIn(files: ProjectFiles, { startCommand }: { readonly startCommand?: unknown }, directories: readonly string[]) {
  const given = secretInValues(startCommand, 'startCommand');
  if (given) throw new ProjectError(`${given.path} holds a literal ${given.what.replace(/^an? /, '')}, which would be in the image: pass it to the container where it runs`);
  for (const path of new Set(directories.map(directory => joinInside(directory, 'package.json')!))) {
    if (!files.allows(path)) refuseHardCoded(MANIFEST_SECRETS, path, files.text(path) ?? '');
  }
}
