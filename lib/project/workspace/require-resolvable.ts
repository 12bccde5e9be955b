import { DiskFiles } from '../files/disk-files';
import { directoriesAbove } from '../files/git/repository-root';
import { declaredDependencies, Manifest } from '../manifest/manifest';
import { ProjectError } from '../model/project-error';
import { readWorkspaceDeclaration } from './workspace-sources';

/** Settings of Rush, which keeps one lockfile for all packages where no package manager looks. */
export const RUSH = 'rush.json';

/** Specifiers that a monorepo alone can tell the meaning of, and what of it does. */
const SHARED: ReadonlyArray<{ readonly protocol: string; readonly told: string; readonly by: (files: DiskFiles) => boolean }> = [
  { protocol: 'workspace:', told: 'a package of the monorepo', by: files => readWorkspaceDeclaration(files) !== undefined },
  { protocol: 'catalog:', told: 'a version in the catalog of the monorepo', by: hasCatalog },
];

/**
 * Refuses a package that stands alone and has dependencies which only the root of a monorepo can tell: no package manager
 * installs them without it.
 *
 * @throws ProjectError if there is one
 * @see https://pnpm.io/workspaces#workspace-protocol-workspace
 * @see https://rushjs.io/pages/configs/rush_json/
 */
export function requireResolvable(files: DiskFiles, manifest: Manifest, top: string | undefined): void {
  for (const [name, specifier] of Object.entries(declaredDependencies(manifest))) {
    const shared = SHARED.find(({ protocol }) => specifier.startsWith(protocol));
    if (shared === undefined || shared.by(files)) continue;
    const said = `the dependency ${name} in package.json is ${JSON.stringify(specifier)}, ${shared.told}, and`;
    const rush = directoriesAbove(files.directory, top).find(directory => new DiskFiles(directory).kind(RUSH) === 'file');
    throw new ProjectError(rush === undefined
      ? `${said} no directory above ${files.directory} is the root of one that names it: set the prop projectRoot to the root, whose `
        + '"workspaces" in package.json or "packages" in pnpm-workspace.yaml names this package, or write a version'
      : `${said} ${rush} is a monorepo of Rush, whose lockfile (common/config/rush) no package manager installs one package by: add a `
        + `pnpm-workspace.yaml that names its packages to ${rush}, and commit the pnpm-lock.yaml that "pnpm install --lockfile-only" writes there`);
  }
}

/** Files with catalogs, of pnpm, Yarn and Bun, and the beginning of one. */
const CATALOGS: ReadonlyArray<readonly [string, RegExp]> = [
  ['pnpm-workspace.yaml', /^catalogs?\s*:/m], ['.yarnrc.yml', /^catalogs?\s*:/m], ['package.json', /"catalogs?"\s*:/],
];

function hasCatalog(files: DiskFiles): boolean {
  return CATALOGS.some(([name, beginning]) => beginning.test(files.text(name) ?? ''));
}
