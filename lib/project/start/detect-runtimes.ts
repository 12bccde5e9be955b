import * as semver from 'semver';
import { ProjectFiles } from '../files/project-files';
import { Manifest, scriptOf } from '../manifest/manifest';
import { PackageReader } from '../manifest/package-reader';
import { listed } from '../model/findings';
import { Runtime, RUNTIMES, runtimeOf } from '../model/runtime';
import { PackageManager } from '../package-managers/package-manager';
import { programOf } from '../scripts/invocation';
import { walkNamedScript } from '../scripts/walk-script';
import { ownProperty } from '../text/json/json-shape';
import { StartResolution } from './start-resolution';

/**
 * Questions for deciding on runtimes.
 */
export interface RuntimeReader extends PackageReader {
  readonly packageManager: PackageManager;
  readonly buildScript: string | undefined;
  readonly testScript: string | undefined;
  readonly start: StartResolution;
}

/**
 * Decides which runtimes an image needs that neither its base nor its package manager brings: those that a script runs.
 *
 * @returns each with its version, as `bun@1.4.5`
 */
export function detectRuntimes({ files, manifest, packages, packageManager, buildScript, testScript, start, findings }: RuntimeReader): string[] {
  const scripts = [...packageManager._definition.installLifecycle, buildScript, testScript];
  const programs = scripts.flatMap(name => name === undefined ? [] : walkNamedScript(packages, '', name).map(programOf));
  // A wrapper like `bunx` is no program of a step.
  const texts = [...scripts.map(name => name === undefined ? undefined : scriptOf(manifest, name)), ...start.command?.argv ?? []];
  const words = texts.flatMap(text => text?.split(/[\s;&|()]+/) ?? []);
  const used = new Set([...programs, ...words].map(runtimeOf));
  const needed = RUNTIMES.filter(runtime => used.has(runtime) && runtime.name !== packageManager.name);
  const specifiers = needed.map(runtime => `${runtime.name}@${versionOf(runtime, files, manifest)}`);
  findings.decide('runtimes', listed(specifiers), files.manifestSource('scripts'), needed.length > 0 ? 'scripts run it' : 'no script runs one that is not there already');
  return specifiers;
}

function versionOf({ name, versionFile, knownVersions }: Runtime, files: ProjectFiles, manifest: Manifest): string {
  const pinned = files.kind(versionFile) === 'file' ? semver.valid(files.text(versionFile)?.trim()) : null;
  const range = manifest.runtimes.find(engine => engine.name === name)?.version ?? ownProperty(manifest.engines, name);
  const valid = range === undefined ? null : semver.validRange(range);
  if (pinned !== null) return pinned;
  if (valid === null) return knownVersions[0];
  return knownVersions.find(version => semver.satisfies(version, valid)) ?? semver.minVersion(valid)?.version ?? knownVersions[0];
}
