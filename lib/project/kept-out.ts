import { SECRET_KINDS } from './secrets/secret-names';

export { AllowedPaths } from './files/allowed-paths';
export { Bounds } from './files/bounds';
export { once, seenOnce, SeenDisk } from './files/seen-disk';
export { isTestPath } from './files/test-paths';
export { isCoverageReport, isLeftover, LEFTOVERS } from './files/never-allowed';
export { GitIgnored } from './files/git/git-ignored';
export { EnvironmentUse } from './secrets/environment-file';
export { textOf } from './secrets/secret-contents';
export { secretInValues } from './secrets/hard-coded/secret-in-values';
export { hardCodedSecret } from './package-managers/hard-coded-secret';
export { isLockfile, isReadByInstall } from './package-managers/traces';
export { isSecretByName, judgeAs, namesExpression, secretKind } from './secrets/secret';

/** Every name of the table of secrets. */
export function secretNames(): string[] {
  return SECRET_KINDS.flatMap(({ names }) => names);
}
