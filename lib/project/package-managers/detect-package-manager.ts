import { basename } from 'path';
import * as semver from 'semver';
import { ProjectFiles } from '../files/project-files';
import { Manifest } from '../manifest/manifest';
import { Findings } from '../model/findings';
import { NodejsVersion } from '../model/nodejs-version';
import { ProjectError } from '../model/project-error';
import { ownProperty, shortened } from '../text/json/json-shape';
import { chooseVersion, VersionContext, warnOfNode } from './choose-version';
import { PackageManagerDefinition } from './definition/definition';
import { KNOWN_MANAGERS, KnownManager, knownManager, PACKAGE_MANAGERS } from './list';
import { readLockfile } from './lockfile';
import { PackageManager } from './package-manager';

/**
 * A package manager that a project names.
 */
interface Declaration {
  readonly known: KnownManager;
  /** The exact version, if it is one. */
  readonly version?: string;
  /** The versions that may be used. */
  readonly range?: string;
  /** Text that was read, for errors. */
  readonly text: string;
  readonly source: string;
}

/**
 * Where a project may name its package manager. Earlier ones win.
 */
const DECLARATIONS: readonly ((files: ProjectFiles, manifest: Manifest) => Declaration | undefined)[] = [
  // https://nodejs.org/api/packages.html#packagemanager
  (files, manifest) => declaredByField(manifest.packageManager, files.manifestSource('packageManager')),
  (files, manifest) => {
    const engine = manifest.packageManagers.find(({ name }) => KNOWN_MANAGERS.some(({ owner }) => owner.name === name));
    return engine && declaredByRange(engine.name, engine.version, files.manifestSource('devEngines.packageManager'));
  },
];

/**
 * Where a project may pin the version of the package manager that it uses anyway.
 */
const VERSION_PINS: readonly ((files: ProjectFiles, manifest: Manifest, definition: PackageManagerDefinition) => VersionPin)[] = [
  (files, _, { versionFile, versions }) => ({
    text: versionFile !== undefined && files.kind(versionFile) === 'file' ? files.text(versionFile)?.trim() : undefined, source: versionFile ?? '', versions,
  }),
  (files, manifest, { name, versions }) => ({ text: ownProperty(manifest.volta, name), source: files.manifestSource(`volta.${name}`), versions }),
  (files, manifest, { name, versionsOfEngines: versions }) =>
    ({ text: ownProperty(manifest.engines, name), source: files.manifestSource(`engines.${name}`), versions }),
];

/**
 * Pin of a version, if it is exact and one of those that may be pinned there.
 */
interface VersionPin {
  readonly text?: string;
  readonly source: string;
  readonly versions: string;
}

/**
 * Decides the package manager.
 *
 * @param nodeFor the Node.js that the image has with a package manager
 * @throws ProjectError if it is unknown, or two sources contradict one another
 */
export function detectPackageManager(
  files: ProjectFiles,
  manifest: Manifest,
  lockfiles: readonly string[],
  override: PackageManager | undefined,
  findings: Findings,
  nodeFor: (manager: PackageManager) => NodejsVersion,
): PackageManager {
  const context = { files, manifest, lockfiles, findings, nodeFor };
  const declared = firstDeclaration(files, manifest);
  if (override) {
    const same = override.pinnedVersion === undefined && declared?.known.manager._definition === override._definition;
    return decide(same ? declared!.known.manager : override, same ? declared : undefined, 'props: packageManager', 'set explicitly', context);
  }
  const owners = ownersOf(files, lockfiles);
  if (declared) {
    if (owners.size > 0 && ![...owners.values()].includes(declared.known)) {
      throw new ProjectError(
        `${declared.source} is "${declared.text}", but the lockfile is ${[...owners.keys()].join(' and ')}: change the field, or replace the lockfile`,
      );
    }
    return decide(declared.known.manager, declared, declared.source, `"${declared.text}" names it`, context);
  }
  const distinct = [...new Set(owners.values())];
  if (distinct.length > 1) {
    const fitting = [...owners].filter(([lockfile, { manager }]) => readLockfile(manager, files, lockfile)?.missing(manifest).length === 0);
    if (new Set(fitting.map(([, known]) => known)).size === 1) {
      const [[lockfile, { manager }]] = fitting;
      const others = [...owners.keys()].filter(name => name !== lockfile).join(' and ');
      findings.warn('several-lockfiles', `there are ${lockfile} and ${others}, and ${lockfile} alone matches package.json, so it is the one that is used: delete the others`);
      return decide(manager, undefined, lockfile, `of several lockfiles it alone matches package.json, ${others} does not`, context);
    }
    throw new ProjectError(
      `there are lockfiles of ${distinct.length} package managers, ${[...owners.keys()].join(' and ')}: delete all but one, or name the manager in the field packageManager of package.json or the prop packageManager`,
    );
  }
  if (distinct.length === 1) {
    const lockfile = [...owners.keys()].join(' and ');
    return decide(distinct[0].manager, undefined, lockfile, 'it is the lockfile of this manager', context);
  }
  const volta = PACKAGE_MANAGERS.slice(1).find(manager => isExact(ownProperty(manifest.volta, manager.name), manager._definition.versions));
  const reader = PACKAGE_MANAGERS.find(({ _definition: { ownFile } }) => ownFile !== undefined && files.kind(ownFile) === 'file');
  if (!volta && reader) return decide(reader, undefined, reader._definition.ownFile!, 'no other package manager reads this file', context);
  return volta
    ? decide(volta, undefined, files.manifestSource(`volta.${volta.name}`), 'Volta provides it', context)
    : decide(PACKAGE_MANAGERS[0], undefined, 'default', 'the project names no package manager and has no lockfile', context);
}

function decide(
  found: PackageManager, declaration: Declaration | undefined, source: string, reason: string, context: VersionContext,
): PackageManager {
  const { files, manifest, findings } = context;
  const manager = found._variantFor(files);
  const node = context.nodeFor(manager);
  const exact = declaration?.version !== undefined ? { text: declaration.version, source } : manager.pinnedVersion === undefined
    ? VERSION_PINS.map(read => read(files, manifest, manager._definition)).find(({ text, versions }) => isExact(text, versions))
    : undefined;
  const pin = exact?.text !== undefined || manager.pinnedVersion !== undefined ? exact : chooseVersion(manager, declaration, context, node);
  const pinned = pin?.text === undefined ? manager : manager.version(pin.text);
  const why = pin !== undefined && pin.source !== source ? `${reason}; the version is from ${pin.source}` : reason;
  findings.decide('packageManager', [manager._definition.title, pinned.pinnedVersion].filter(Boolean).join(' '), source, why);
  warnOfNode(pinned, node, findings);
  warnOfDevelopment(pinned, context);
  return pinned;
}

/** Where an option says otherwise, the package manager has it. */
function warnOfDevelopment({ _definition: definition }: PackageManager, { files, manifest, findings }: VersionContext): void {
  const { title, withoutDevelopment, developmentOptions } = definition;
  const setting = developmentOptions ? undefined : withoutDevelopment?.(files);
  if (setting === undefined || Object.keys(manifest.devDependencies).length === 0) return;
  findings.warn('development-left-out', `a setting of ${title} leaves development dependencies out of every install, received ${setting}: the build and gates lack them, and no option says otherwise; `
    + 'take the setting out, for the image gets production dependencies alone in any case');
}

function isExact(version: string | undefined, versions: string): boolean {
  const exact = semver.valid(version);
  return exact !== null && semver.satisfies(exact, versions, { includePrerelease: true });
}

function firstDeclaration(files: ProjectFiles, manifest: Manifest): Declaration | undefined {
  for (const read of DECLARATIONS) {
    const declaration = read(files, manifest);
    if (declaration) return declaration;
  }
  return undefined;
}

function declaredByField(text: string | undefined, source: string): Declaration | undefined {
  if (text === undefined) return undefined;
  const match = /^([a-z]+)@([^+\s]+)(?:\+\S*)?$/.exec(text.trim());
  const version = match && semver.valid(match[2]);
  const known = match && version && knownManager(match[1], version);
  if (!known) {
    const names = [...new Set(KNOWN_MANAGERS.map(({ owner }) => owner.name))].join(', ');
    throw new ProjectError(`${source} must be a name and an exact version like "npm@11.6.0", with one of the names ${names}, received ${shortened(text)}`);
  }
  return { known, version, text: text.trim(), source };
}

function declaredByRange(name: string, range: string | undefined, source: string): Declaration {
  if (range !== undefined && semver.validRange(range) === null) {
    throw new ProjectError(`the version of ${name} in ${source} must be a semver range, received ${shortened(range)}`);
  }
  const lowest = range === undefined ? null : semver.minVersion(range);
  const known = knownManager(name, lowest?.version) ?? KNOWN_MANAGERS.find(({ owner }) => owner.name === name)!;
  return { known, version: semver.valid(range) ?? undefined, range, text: range === undefined ? name : `${name}@${range}`, source };
}

function ownersOf(files: ProjectFiles, lockfiles: readonly string[]): Map<string, KnownManager> {
  return new Map(lockfiles.flatMap((lockfile): [string, KnownManager][] => {
    const candidates = KNOWN_MANAGERS.filter(({ owner }) => owner.lockfileNames.includes(basename(lockfile)));
    const text = candidates.length > 1 ? files.text(lockfile) : undefined;
    const known = candidates.find(({ owner }) => text === undefined || owner.ownsLockfile(text));
    return known ? [[lockfile, known]] : [];
  }));
}
