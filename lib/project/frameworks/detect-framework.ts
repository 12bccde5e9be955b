import * as semver from 'semver';
import { ProjectFiles } from '../files/project-files';
import { declaredDependencies, Manifest } from '../manifest/manifest';
import { Findings } from '../model/findings';
import { ModuleGraph } from '../modules/module-graph';
import { ModuleResolver } from '../modules/module-resolver';
import { flattenScript, ScriptCycle, StartStep } from '../scripts/flatten-script';
import { ScriptContext } from '../scripts/script-context';
import { startScripts } from '../scripts/start-scripts';
import { ScriptStep, walkNamedScript } from '../scripts/walk-script';
import { ownProperty } from '../text/json/json-shape';
import { ConfigSource } from './config-source';
import { Framework, FrameworkReading } from './framework';
import { FRAMEWORKS } from './list';

/**
 * The framework that a project builds with, and what it makes of it.
 */
export interface DetectedFramework {
  readonly framework: Framework;
  readonly reading: FrameworkReading;
  /** Where it was read. */
  readonly source: string;
}

/**
 * Facts of a project that are known before its framework.
 */
export type FrameworkContext = Pick<ScriptContext, 'files' | 'packages' | 'lockfile' | 'startScript' | 'isBuild'>;

/**
 * Questions for deciding the framework.
 */
export interface FrameworkReader {
  readonly scriptContext: FrameworkContext;
  readonly manifest: Manifest;
  /** The manifest of the root, where the tools of a monorepo are often declared. */
  readonly rootManifest: Manifest;
  /** Where the project lies in its monorepo. */
  readonly path: string;
  readonly buildScript: string | undefined;
  readonly findings: Findings;
}

/**
 * Decides the framework: the first one of which the project declares a package, and that its build runs or that it
 * configures.
 */
export function detectFramework(
  { scriptContext: context, manifest, rootManifest: root, path, buildScript, findings }: FrameworkReader,
): DetectedFramework | undefined {
  const { files, packages } = context;
  const build = buildScript === undefined ? [] : walkNamedScript(packages, '', buildScript);
  const declared = { ...declaredDependencies(root), ...declaredDependencies(manifest) };
  const has = (name: string) => Object.hasOwn(declared, name);
  for (const framework of buildScript === undefined ? [] : FRAMEWORKS) {
    const name = framework.packages.find(has);
    const config = name === undefined ? undefined : configOf(files, framework);
    const builds = build.some(step => step.directory === '' && framework.builds.test(textOf(step)));
    if (name === undefined || (config === undefined && !builds)) continue;
    const reading = framework.read({
      files,
      manifest,
      path,
      config: config ?? new ConfigSource('package.json'),
      build,
      has,
      versionOf: dependency => versionOf(context, ownProperty(declared, dependency), dependency),
      startOf: server => startOf(context, server),
    });
    if (!reading) continue;
    const place = Object.hasOwn(declaredDependencies(manifest), name) ? files.manifestSource(`dependencies.${name}`) : `the root's package.json: dependencies.${name}`;
    const source = [place, ...config ? [config.file] : [files.manifestSource(`scripts.${buildScript}`)]].join(', ');
    findings.decide('framework', framework.name, source, reading.reason);
    const unread = config?.unread;
    if (unread !== undefined) {
      findings.warn('framework-config-unreadable', `${unread}: what it sets is not known, and ${framework.name} is taken as if it set nothing; set the props command and releaseFiles if the image is to be another one`);
    }
    reading.warnings?.forEach(({ id, message }) => findings.warn(id, message));
    return { framework, reading, source };
  }
  findings.decide('framework', '', files.manifestSource('dependencies'), buildScript === undefined ? 'nothing is built' : 'the project builds with none that is known');
  return undefined;
}

/**
 * The version that the lockfile holds, or else the oldest one that a range lets in.
 */
function versionOf({ lockfile }: FrameworkContext, range: string | undefined, name: string): string | undefined {
  const locked = lockfile?.packages?.filter(each => each.name === name).flatMap(({ version }) => semver.valid(version) ?? []) ?? [];
  const valid = range === undefined ? null : semver.validRange(range);
  const fitting = valid === null ? locked : locked.filter(version => semver.satisfies(version, valid));
  return fitting.sort(semver.compare)[0] ?? (valid === null || valid === '*' ? undefined : semver.minVersion(valid)?.version);
}

function startOf(context: FrameworkContext, server: RegExp): readonly StartStep[] | undefined {
  for (const name of startScripts(context)) {
    const flat = flattenScript(context.packages, '', name);
    const steps = flat instanceof ScriptCycle ? [] : flat.steps.filter(step => !context.isBuild(step));
    if (steps.some(({ invocation }) => invocation && server.test(textOf(invocation)))) return steps;
  }
  return undefined;
}

/**
 * A step of a script as text, for the patterns of frameworks.
 */
export function textOf({ words }: Pick<ScriptStep, 'words'>): string {
  return words.map(({ text }) => text).join(' ');
}

function configOf(files: ProjectFiles, { config }: Framework): ConfigSource | undefined {
  const file = config === undefined ? undefined : files.list('').find(name =>
    name.startsWith(`${config}.`) && /^([cm]?[jt]s|json)$/.test(name.slice(config.length + 1)) && files.kind(name) === 'file');
  return file === undefined ? undefined : new ConfigSource(file, new ModuleGraph(files, new ModuleResolver(files), [file]));
}
