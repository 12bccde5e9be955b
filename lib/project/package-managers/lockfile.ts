import { ProjectFiles } from '../files/project-files';
import { Findings } from '../findings';
import { Manifest } from '../manifest/manifest';
import { PackageManager } from '../package-manager';
import { LockfileReading } from './definition';
import { KNOWN_MANAGERS } from './list';

/**
 * The lockfiles at the top of a project, of whichever package manager.
 */
export function findLockfiles(files: ProjectFiles): string[] {
  const names = new Set(KNOWN_MANAGERS.flatMap(({ owner }) => owner.lockfileNames));
  return [...names].filter(name => files.kind(name) === 'file');
}

/**
 * The lockfile that a package manager reads, undefined if there is none.
 */
export function ownLockfile(manager: PackageManager, files: ProjectFiles, lockfiles: readonly string[]): string | undefined {
  return manager.lockfileNames.find(name => lockfiles.includes(name) && manager._definition.ownsLockfile(files.text(name) ?? ''));
}

/**
 * Records which lockfile is used, and warns about what having none costs.
 */
export function decideLockfile(
  manager: PackageManager,
  lockfile: string | undefined,
  reading: LockfileReading | undefined,
  manifest: Manifest,
  lockfiles: readonly string[],
  findings: Findings,
) {
  const { title } = manager._definition;
  const others = lockfiles.filter(name => name !== lockfile);
  if (lockfile === undefined) {
    const ignored = others.length > 0 ? `; ${others.join(' and ')} is not one that ${title} reads` : '';
    findings.decide('lockfile', '', 'default', `there is no lockfile${ignored}`);
    findings.warn('no-lockfile', `there is no lockfile of ${title}: two builds of the same sources may install different versions, and ship some that no test has seen. Run ${manager.name} install and commit the lockfile`);
    return;
  }
  const ignored = others.length > 0 ? `; ${others.join(' and ')} is ignored` : '';
  findings.decide('lockfile', lockfile, lockfile, `${reading?.format ?? 'named explicitly'}${ignored}`);
  const missing = reading?.missing(manifest) ?? [];
  if (missing.length > 0) {
    const shown = missing.slice(0, 5).join(', ') + (missing.length > 5 ? ` and ${missing.length - 5} more` : '');
    findings.warn('lockfile-out-of-date', `${lockfile} does not match package.json (${shown}), so a frozen install fails: install again and commit the lockfile`);
  }
}

const MAX_REMEMBERED = 50;
const remembered = new Map<string, { readonly text: string; readonly reading: LockfileReading }>();

/**
 * Reads a lockfile, once for each text: it is the one large file of a project, and many images may be
 * made of one project.
 */
export function readLockfile(manager: PackageManager, files: ProjectFiles, lockfile: string): LockfileReading | undefined {
  const text = files.text(lockfile);
  if (text === undefined) return undefined;
  const key = `${files.directory}/${lockfile}:${manager._definition.title}`;
  const known = remembered.get(key);
  if (known?.text === text) return known.reading;
  const reading = manager._definition.readLockfile(text, lockfile);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(key, { text, reading });
  return reading;
}
