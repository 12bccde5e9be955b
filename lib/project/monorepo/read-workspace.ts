import { mayEnter } from '../files/never-allowed';
import { joinInside, sortedUnique } from '../files/relative-path';
import { Manifest, scriptOf } from '../manifest/manifest';
import { Packages } from '../manifest/packages';
import { Findings, listed } from '../model/findings';
import { InstalledPackage } from '../model/install-context';
import { InstallScript } from '../model/install-script';
import { ProjectError } from '../model/project-error';
import { ManifestRemoval, Workspace } from '../model/workspace';
import { linkedDirectories, localDependencyFiles } from '../package-managers/local-dependencies';
import { PackageManager } from '../package-managers/package-manager';
import { Closure } from '../workspace/closure';
import { LocatedWorkspace } from '../workspace/find-workspace';
import { memberDependencies } from '../workspace/member-dependencies';
import { MemberInstalls, memberInstalls } from './member-installs';
import { readMember } from './read-member';

/**
 * Settings that a monorepo adds to an install at its root.
 */
export interface WorkspaceReading {
  readonly workspace: Workspace;
  readonly installScripts: readonly InstallScript[];
  readonly nested: readonly string[];
  /** Files that installing reads in the packages of the closure. */
  readonly manifestFiles: readonly string[];
  /** The directories, no packages of the monorepo, that dependencies link to. */
  readonly linked: readonly string[];
}

/**
 * Context for reading a monorepo.
 */
export interface WorkspaceContext {
  readonly located: LocatedWorkspace;
  readonly closure: Closure;
  readonly packages: Packages;
  readonly manager: PackageManager;
  /** The file that is started, relative to the root. */
  readonly entry: string | undefined;
  readonly ignoresScripts: boolean;
  /** Further files and directories of the root that the build reads. */
  readonly rootFiles: readonly string[];
  /** The files of the root that every install reads. */
  readonly installFiles: readonly string[];
}

/**
 * Reads the packages of a closure, and what an install at the root does in them.
 *
 * @throws ProjectError if a file of the root that is to enter is not there
 */
export function readWorkspace(context: WorkspaceContext, findings: Findings): WorkspaceReading {
  const { located: { root, path, members, source }, closure, packages, manager } = context;
  const paths = closure.members.map(member => member.directory);
  const every = manager._definition.needsAllManifests?.(manager.pinnedVersion);
  const others = every ? members.all.filter(member => !paths.includes(member.directory)) : [];
  const known = [...paths, ...others.map(member => member.directory)];
  const analysis = { files: root, packages, entry: context.entry, findings };
  const installs = new Map<string, MemberInstalls>(context.ignoresScripts
    ? [] : paths.map(member => [member, memberInstalls(analysis, manager, member)]));
  const isMember = (directory: string) => members.at(directory) !== undefined;
  const dependent = (directory: string) => ({ files: root, packages, manager, directory, isMember });
  const reads = (member: string) => [
    `${member}/package.json`,
    ...installs.get(member)?.files ?? [],
    ...localDependencyFiles(dependent(member)),
  ];
  const isProduction = (member: string) => closure.production.has(member);
  const read = closure.members.map(member => {
    const preparing = installs.get(member.directory)?.removals.some(({ name, productionOnly }) => name === 'prepare' && !productionOnly) ?? false;
    return readMember(root, member, isProduction(member.directory), preparing, findings);
  });
  describe(paths, context, source, findings);
  return {
    workspace: {
      rootDirectory: root.directory,
      path,
      packages: read,
      nestedPackages: every ? [] : nestedIn(paths, members.all.map(member => member.directory)),
      rootFiles: rootFilesOf(context),
      productionManifestFiles: sortedUnique([...root.kind('package.json') === 'file' ? ['package.json'] : [], ...context.installFiles, ...(every?.production ? known : paths.filter(isProduction)).flatMap(reads)]),
      installedPackages: installedPackages(context),
      removals: [
        ...paths.flatMap(member => installs.get(member)?.removals ?? []),
        ...others.flatMap(member => removedScripts(member, manager)),
        ...removedDependencies(context),
      ],
    },
    installScripts: [...installs.values()].flatMap(({ scripts }) => scripts),
    nested: [...installs.values()].flatMap(({ nested }) => nested),
    manifestFiles: known.flatMap(reads),
    linked: paths.filter(isProduction).flatMap(member => linkedDirectories(dependent(member))),
  };
}

/**
 * The package, and the root if it has dependencies: they are installed beside those of the package.
 */
function installedPackages({ located, closure }: WorkspaceContext): InstalledPackage[] {
  const { manifest } = located;
  const rooted = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies].some(list => Object.keys(list).length > 0);
  const own = closure.members[closure.members.length - 1];
  return [...rooted ? [manifest] : [], own].map(({ directory, name }) => ({ path: directory, ...name === undefined ? {} : { packageName: name } }));
}

/**
 * Scripts that an install runs in packages whose manifests alone are there.
 */
function removedScripts(member: Manifest, manager: PackageManager): ManifestRemoval[] {
  return manager._definition.memberLifecycle.filter(name => scriptOf(member, name) !== undefined)
    .map(name => ({ path: member.directory, field: 'scripts', name, productionOnly: false }));
}

/**
 * Development dependencies on packages that are not there when production dependencies are installed: a package manager
 * asks a registry for them. Where the lockfile cannot be kept as it is, all development dependencies.
 */
function removedDependencies({ located, closure, manager }: WorkspaceContext): ManifestRemoval[] {
  const { needsAllManifests, passesOverMissing } = manager._definition;
  const every = needsAllManifests?.(manager.pinnedVersion);
  if (passesOverMissing || every?.production) return [];
  const production = closure.members.filter(member => closure.production.has(member.directory));
  if (every) {
    return [located.manifest, ...production].filter(({ devDependencies }) => Object.keys(devDependencies).length > 0)
      .map(({ directory }) => ({ path: directory, field: 'devDependencies', name: '*', productionOnly: true }));
  }
  return [located.manifest, ...production].flatMap(manifest => memberDependencies(manifest, located.members)
    .filter(dependency => !closure.production.has(dependency.path))
    .map(({ name }) => ({ path: manifest.directory, field: 'devDependencies', name, productionOnly: true })));
}

/**
 * The packages inside of those of the closure that are not in it themselves, and do not hold one that is.
 */
function nestedIn(paths: readonly string[], all: readonly string[]): string[] {
  return all.filter(other => !paths.includes(other)
    && paths.some(path => other.startsWith(`${path}/`))
    && !paths.some(path => path.startsWith(`${other}/`)));
}

function rootFilesOf({ located: { root }, rootFiles }: WorkspaceContext): string[] {
  const given = rootFiles.map(file => {
    const path = joinInside('', file);
    if (path === undefined || path === '' || root.kind(path) === undefined) {
      throw new ProjectError(`a file of the root must be in ${root.directory}, received ${JSON.stringify(file)}: change the prop rootFiles`);
    }
    return path;
  });
  return sortedUnique([...root.list('').filter(name => root.kind(name) === 'file' && mayEnter(root, name)), ...given]);
}

function describe(paths: readonly string[], { located, closure }: WorkspaceContext, source: string, findings: Findings) {
  const others = paths.filter(path => path !== located.path);
  const needs = others.length === 0 ? 'needs no other package' : `needs ${listed(others, 30)}`;
  findings.decide('workspace', located.path, source, `a package of the monorepo, it ${needs}`);
  const production = others.filter(path => closure.production.has(path));
  findings.decide('runtimePackages', listed(production, 30), source, 'the packages that are needed to run');
  for (const cycle of closure.cycles) {
    findings.warn('workspace-cycle', `packages depend on one another, ${cycle.join(' -> ')}: they are built from the last to the first, so one is built before what it needs. Break the cycle`);
  }
}
