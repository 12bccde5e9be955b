import { basename } from 'path';
import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';
import { Manifest } from '../manifest/manifest';
import { Findings } from '../model/findings';
import { refuseHardCoded } from '../secrets/hard-coded/refuse-hard-coded';
import { LockfileReading } from './definition/definition';
import { KNOWN_MANAGERS, PACKAGE_MANAGERS } from './list';
import { PackageManager } from './package-manager';

/**
 * The lockfiles in a directory, of whichever package manager.
 */
export function findLockfiles(files: ProjectFiles, directory = ''): string[] {
  const names = new Set(KNOWN_MANAGERS.flatMap(({ owner }) => owner.lockfileNames));
  return [...names].map(name => joinInside(directory, name)!).filter(path => files.kind(path) === 'file');
}

/**
 * True if the packages of a monorepo have lockfiles of their own, by what its root says.
 */
export function hasSeparateLockfiles(root: ProjectFiles): boolean {
  return PACKAGE_MANAGERS.some(({ _definition }) => _definition.separateLockfiles?.(root));
}

/**
 * The lockfile that a package manager reads, undefined if there is none.
 */
export function ownLockfile(manager: PackageManager, files: ProjectFiles, lockfiles: readonly string[]): string | undefined {
  return manager.lockfileNames.flatMap(name => lockfiles.filter(path => basename(path) === name))
    .find(path => manager._definition.ownsLockfile(files.text(path) ?? ''));
}

/**
 * Records which lockfile is used, and warns about what having none costs.
 *
 * @param manifests those of which dependencies are installed; undefined where they were not read
 */
export function decideLockfile(
  manager: PackageManager,
  lockfile: string | undefined,
  reading: LockfileReading | undefined,
  lockfiles: readonly string[],
  manifests: readonly Manifest[] | undefined,
  findings: Findings,
) {
  const { title } = manager._definition;
  const others = lockfiles.filter(name => name !== lockfile);
  if (lockfile === undefined) {
    const ignored = others.length > 0 ? `; ${others.join(' and ')} is not one that ${title} reads` : '';
    // Bun writes none where there is nothing to lock.
    const locksNothing = manifests?.every(dependsOnNothing) ?? false;
    findings.decide('lockfile', '', 'default', `there is no lockfile${locksNothing ? ', and nothing to lock' : ''}${ignored}`);
    if (locksNothing) return;
    findings.warn('no-lockfile', `there is no lockfile of ${title}: two builds of the same sources may install different versions, and ship some that no test has seen. Run ${manager.name} install and commit the lockfile`);
    return;
  }
  const ignored = others.length > 0 ? `; ${others.join(' and ')} is ignored` : '';
  findings.decide('lockfile', lockfile, lockfile, `${reading?.format ?? 'named explicitly'}${ignored}`);
}

function dependsOnNothing({ dependencies, devDependencies, optionalDependencies, peerDependencies }: Manifest): boolean {
  return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies, ...peerDependencies }).length === 0;
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
  const allowed = files.allows(lockfile);
  const key = `${files.directory}/${lockfile}:${manager._definition.title}:${allowed}`;
  const known = remembered.get(key);
  if (known?.text === text) return known.reading;
  if (!allowed) refuseHardCoded(manager._definition.lockfileSecrets(basename(lockfile)), lockfile, text);
  const reading = manager._definition.readLockfile(text, lockfile);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(key, { text, reading });
  return reading;
}
