import * as semver from 'semver';
import { ManagerVersion } from '../dated-facts/dated-facts';
import { ProjectFiles } from '../files/project-files';
import { Manifest } from '../manifest/manifest';
import { Findings } from '../model/findings';
import { NodejsVersion } from '../model/nodejs-version';
import { ownProperty } from '../text/json/json-shape';
import { ownLockfile, readLockfile } from './lockfile';
import { PackageManager } from './package-manager';

/**
 * Context for deciding on a version.
 */
export interface VersionContext {
  readonly files: ProjectFiles;
  readonly manifest: Manifest;
  readonly lockfiles: readonly string[];
  readonly findings: Findings;
  nodeFor(manager: PackageManager): NodejsVersion;
}

/**
 * The best of the versions that are known and run on the Node.js of the image, among those that every range allows: of
 * `devEngines`, `engines`, the manager's own files, and what wrote the lockfile. A range that leaves none is passed over.
 * Undefined if the version at hand will do.
 */
export function chooseVersion(
  manager: PackageManager,
  declaration: { readonly range?: string; readonly source: string } | undefined,
  context: VersionContext,
  node: NodejsVersion,
): { readonly text: string; readonly source: string } | undefined {
  const { versionsIn, bundledVersion, enforcesEngines, versionsOfEngines, versions, name } = manager._definition;
  const { files, manifest } = context;
  const engines = { range: ownProperty(manifest.engines, name), source: files.manifestSource(`engines.${name}`) };
  const demands = [{ range: declaration?.range, source: declaration?.source ?? '' }, engines];
  const bundled = bundledVersion?.(node);
  if (bundled !== undefined && demands.every(({ range }) => !isRange(range) || semver.satisfies(bundled, range))) return undefined;
  const knownVersions = versionsFor(manager, node, bundled);
  const ranges = bundled !== undefined ? demands : [...demands, versionsIn?.(files) ?? { range: undefined, source: '' }, lockfileRange(manager, context)];
  // A range of which no version is known is met by the lowest that it allows: it is there, and it is always the same.
  const unknown = demands.find(({ range }) => isRange(range) && !knownVersions.some(version => semver.satisfies(version, range)));
  const lowest = unknown && semver.minVersion(unknown.range!);
  // Old ones are a habit in engines, unless the install asks for them.
  const usable = (version: semver.SemVer | string) => semver.satisfies(version, versionsOfEngines)
    || (bundled !== undefined && enforcesEngines?.(files) === true && semver.satisfies(version, versions));
  if (unknown && lowest && usable(lowest)) return { text: lowest.version, source: unknown.source };
  let left = knownVersions;
  const sources: string[] = [];
  for (const { range, source } of ranges) {
    const allowed = isRange(range) ? left.filter(version => semver.satisfies(version, range)) : [];
    if (allowed.length === 0) continue;
    left = allowed;
    sources.push(source);
  }
  return bundled !== undefined && (sources.length === 0 || !usable(left[0])) ? undefined : { text: left[0], source: sources.join(' and ') || 'a default' };
}

/**
 * The versions to choose from, the best one first: one like that of the base image, and then those that run on its Node.js.
 */
function versionsFor({ _definition: { knownVersions } }: PackageManager, node: NodejsVersion, bundled: string | undefined): string[] {
  const alike = (version: string) => bundled !== undefined && semver.major(version) === semver.major(bundled);
  const fitting = knownVersions.filter(version => runsOn(version, node));
  return (fitting.length > 0 ? fitting : knownVersions).map(({ version }) => version).sort((a, b) => Number(alike(b)) - Number(alike(a)));
}

/**
 * Warns where the version does not run on the Node.js of the image, as far as that is known of versions like it.
 */
export function warnOfNode(manager: PackageManager, node: NodejsVersion, findings: Findings) {
  const { title, knownVersions } = manager._definition;
  const version = manager.pinnedVersion;
  if (version === undefined) return;
  // The oldest Node.js is that of all versions with the same first number, or lower.
  const alike = knownVersions.filter(known => semver.major(known.version) === semver.major(version));
  if (alike.length === 0 || alike.some(known => runsOn(known, node))) return;
  const others = knownVersions.filter(known => runsOn(known, node)).map(known => known.version);
  findings.warn('package-manager-node', `${title} ${version} needs Node.js ${alike[0].node}, and the image has ${node.version}: move the project to a newer line of Node.js`
    + `${others.length > 0 ? `, or to ${title} ${others[0]}` : ''}`);
}

function runsOn({ node: range }: ManagerVersion, { line, version }: NodejsVersion): boolean {
  return semver.valid(version) ? semver.satisfies(version, range) : semver.intersects(version === String(line) ? `${line}.x` : `${version}.x`, range);
}

function isRange(range: string | undefined): range is string {
  return range !== undefined && semver.validRange(range) !== null;
}

function lockfileRange(manager: PackageManager, { files, lockfiles }: VersionContext): { range: string | undefined; source: string } {
  const lockfile = ownLockfile(manager, files, lockfiles);
  const reading = lockfile === undefined ? undefined : readLockfile(manager, files, lockfile);
  return { range: reading?.versions, source: reading === undefined ? '' : `${lockfile}, ${reading.format}` };
}
