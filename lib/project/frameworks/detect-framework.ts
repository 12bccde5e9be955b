import * as semver from 'semver';
import { ProjectFiles } from '../files/project-files';
import { directoryOf, joinInside } from '../files/relative-path';
import { declaredDependencies, Manifest } from '../manifest/manifest';
import { Findings } from '../model/findings';
import { ModuleGraph } from '../modules/module-graph';
import { ModuleResolver } from '../modules/module-resolver';
import { flattenScript, ScriptCycle, StartStep } from '../scripts/flatten-script';
import { argumentsOf, environmentOf } from '../scripts/invocation';
import { optionValue } from '../scripts/option-value';
import { ScriptContext } from '../scripts/script-context';
import { startScripts } from '../scripts/start-scripts';
import { ScriptStep, walkNamedScript } from '../scripts/walk-script';
import { ownProperty } from '../text/json/json-shape';
import { ConfigSource } from './config-source';
import { Framework, FrameworkReading } from './framework';
import { FRAMEWORKS } from './list';
import { siteReading } from './static-site';

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
  readonly props?: { readonly buildOutput?: readonly string[] };
  readonly findings: Findings;
}

/**
 * Decides the framework: the first one of which the project declares a package, and that its build runs or that it
 * configures.
 */
export function detectFramework(
  { scriptContext: context, manifest, rootManifest: root, path, buildScript, props, findings }: FrameworkReader,
): DetectedFramework | undefined {
  const { files, packages } = context;
  const build = buildScript === undefined ? [] : walkNamedScript(packages, '', buildScript);
  const declared = { ...declaredDependencies(root), ...declaredDependencies(manifest) };
  const has = (name: string) => Object.hasOwn(declared, name);
  for (const framework of buildScript === undefined ? [] : FRAMEWORKS) {
    const name = framework.packages.find(has);
    if (name === undefined) continue;
    const call = build.find(step => runs(framework, step));
    const args = call ? argumentsOf(call) : [];
    const config = configOf(files, framework, args);
    if (!call && (config === undefined || framework.onlyBuilt)) continue;
    if (framework.yields && FRAMEWORKS.some(other => !other.yields && build.some(step => runs(other, step)))) continue;
    const found = framework.read({
      files,
      manifest,
      path,
      config: config ?? new ConfigSource('package.json'),
      build,
      args,
      variables: call ? environmentOf(call) : {},
      has,
      versionOf: dependency => versionOf(context, ownProperty(declared, dependency), dependency),
      startOf: server => startOf(context, server),
    });
    if (!found) continue;
    const reading = withOutput(found, framework.name, props?.buildOutput);
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

function runs({ builds }: Framework, step: ScriptStep): boolean {
  return step.directory === '' && builds.test(textOf(step));
}

/** The site of a framework, where a prop says that it lies in another directory than the one that was read. */
function withOutput(reading: FrameworkReading, name: string, output: readonly string[] = []): FrameworkReading {
  const directory = output.length === 1 ? joinInside('', output[0]) : undefined;
  return reading.site && directory ? { ...reading, ...siteReading(name, directory, reading.reason), site: { ...reading.site, directory } } : reading;
}

/** The configuration: the file that the build is given, or the one that the framework looks for. */
function configOf(files: ProjectFiles, { config }: Framework, args: readonly string[]): ConfigSource | undefined {
  if (config === undefined) return undefined;
  const given = joinInside('', optionValue(args, '-c', '--config') ?? '');
  const found = given && files.kind(given) === 'file' ? given : configFiles(files, typeof config === 'string' ? [config] : config(args))[0];
  return found === undefined ? undefined : new ConfigSource(found, new ModuleGraph(files, new ModuleResolver(files), [found]));
}

function configFiles(files: ProjectFiles, names: readonly string[]): string[] {
  return names.flatMap(config => files.list(directoryOf(config)).map(name => joinInside(directoryOf(config), name)!).filter(name =>
    name.startsWith(`${config}.`) && /^([cm]?[jt]s|json)$/.test(name.slice(config.length + 1)) && files.kind(name) === 'file'));
}
