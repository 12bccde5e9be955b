import { isSecretByName, judge, namesExpression, secretKind } from '../secrets/secret';
import { ProjectFiles } from './project-files';

/**
 * Names of files and directories that never enter an image, at any depth, because they are made elsewhere. `*` stands for
 * any characters; a name with a slash is one below another.
 *
 * What is installed and built inside the image is made there. Secrets are another table.
 */
export const LEFTOVERS: readonly string[] = [
  // version control
  '.git', '.hg', '.svn',
  // installed, synthesized or produced elsewhere
  'node_modules', 'cdk.out', '.cdk.staging', '.nyc_output', '.terraform', '.aws-sam', 'npm-debug.log*', 'yarn-debug.log*', 'yarn-error.log*', '.pnpm-debug.log*',
  '.DS_Store', 'Thumbs.db',
  // what tools remember of earlier runs: with it, a compiler writes nothing where nothing was
  '.turbo', '.nx/cache', '.nx/workspace-data', '*.tsbuildinfo', '.eslintcache', '.stylelintcache', '.parcel-cache',
];

const LEFTOVER = namesExpression(LEFTOVERS);

/** Files that tools that measure coverage write into the directory of their reports. */
const COVERAGE = /^(lcov\.info|lcov-report|coverage-final\.json|coverage-summary\.json|clover\.xml|cobertura-coverage\.xml)$/;

/** True if a file or directory is made elsewhere, by its name. */
export function isLeftover(path: string): boolean {
  return LEFTOVER.test(path);
}

/** True if a directory is the report of an earlier run of tests: of that name alone there are modules, too. */
export function isCoverageReport(path: string, names: () => readonly string[]): boolean {
  return /(^|\/)coverage$/.test(path) && names().some(name => COVERAGE.test(name));
}

/**
 * True if a file or a directory of this name never enters an image, whatever it holds, or enters only where what it holds
 * lets it in.
 */
export function isNeverAllowed(name: string): boolean {
  return isLeftover(name) || secretKind(name) !== undefined;
}

/**
 * True if a file or directory may enter an image.
 *
 * @param contents whether files with ordinary names are looked at, too
 */
export function mayEnter(files: ProjectFiles, path: string, contents = false): boolean {
  if (isLeftover(path)) return false;
  if (files.allows(path)) return true;
  if (isSecretByName(path)) return false;
  const kind = files.kind(path);
  if (kind === 'directory') return secretKind(path) === undefined && !isCoverageReport(path, () => files.list(path));
  return kind !== 'file' || !(contents || secretKind(path)) || judge(path, files.text(path) ?? '').secret === undefined;
}
