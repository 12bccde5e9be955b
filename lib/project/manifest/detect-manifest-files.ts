import { ProjectFiles } from '../files/project-files';
import { joinInside, sortedUnique } from '../files/relative-path';
import { Findings, listed } from '../model/findings';
import { ProjectError } from '../model/project-error';

/**
 * Decides which files installing reads.
 *
 * @param found the files that were found, by what was found out about them
 * @param added the files that were added by a prop
 * @throws ProjectError if an added file lies outside of the project or is not there
 */
export function detectManifestFiles(
  files: ProjectFiles,
  found: { readonly [reason: string]: readonly string[] },
  added: readonly string[],
  findings: Findings,
): string[] {
  const own = files.kind('package.json') === 'file' ? ['package.json'] : [];
  const all = sortedUnique([...own, ...Object.values(found).flat(), ...added.map(file => checked(files, file))]);
  const reasons = Object.entries(found).filter(([, paths]) => paths.length > 0).map(([reason]) => reason);
  findings.decide('manifestFiles', listed(all), files.manifestSource('dependencies'), [...own, ...reasons, ...added.length > 0 ? ['the prop manifestFiles'] : []].join('; '));
  return all;
}

function checked(files: ProjectFiles, file: string): string {
  const path = joinInside('', file);
  if (path === undefined || path === '' || (files.onDisk && files.kind(path) === undefined)) {
    throw new ProjectError(`a file that installing reads must be inside of the project, received ${JSON.stringify(file)}: change the prop manifestFiles`);
  }
  return path;
}
