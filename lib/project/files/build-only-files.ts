import { Findings, listed } from '../model/findings';
import { EnvironmentUse } from '../secrets/environment-file';
import { judge, secretKind } from '../secrets/secret';
import { ProjectFiles } from './project-files';
import { sortedUnique } from './relative-path';

/**
 * The files with environment variables that a build may read, because nothing is in them but what a front end shows to
 * everybody. A running application has its variables from where it runs, so that no release has them.
 *
 * @param directories where frameworks look for them: the packages
 */
export function detectBuildOnlyFiles(files: ProjectFiles, directories: readonly string[], findings: Findings): string[] {
  const found = sortedUnique(directories).flatMap(directory => files.list(directory)
    .map(name => directory === '' ? name : `${directory}/${name}`)
    .filter(path => secretKind(path)?.unless === 'environment' && files.kind(path) === 'file' && !files.allows(path))
    .filter(path => {
      const { secret, environment } = judge(path, files.text(path) ?? '');
      return secret === undefined && environment === EnvironmentUse.PUBLIC;
    }));
  findings.decide('buildOnlyFiles', listed(found), files.onDisk ? 'directory' : 'default', 'nothing is in them but variables that a front end shows to everybody: the build has them, the release does not');
  return found;
}
