import * as semver from 'semver';
import { filesIn } from '../../files/files-in';
import { ProjectFiles } from '../../files/project-files';
import { joinInside } from '../../files/relative-path';
import { manifestFields } from '../../manifest/manifest';
import { Findings, listed } from '../../model/findings';
import { ProjectError } from '../../model/project-error';
import { refuseHardCoded, settingsSecrets } from '../../secrets/hard-coded/refuse-hard-coded';
import { YAML_SECRETS } from '../../secrets/hard-coded/settings';
import { isJsonObject, JsonObject, ownProperty } from '../../text/json/json-shape';
import { parseYaml } from '../../text/settings/parse-yaml';
import { Configuration, VersionRange } from '../definition/definition';
import { PatchedDependencies, patchFiles } from '../definition/patches';
import { SettingsFile } from '../definition/settings-file';
import { npmSetting, readNpmConfiguration, scriptOptions, scriptShell } from '../npm/configuration';
import { hookFiles } from './hook-files';

const WORKSPACE = 'pnpm-workspace.yaml';

/**
 * @see https://pnpm.io/settings
 */
export const PNPM_WORKSPACE: SettingsFile = {
  names: [WORKSPACE],
  secrets: YAML_SECRETS,
  runsCode: ['pnpmfile', 'globalPnpmfile', 'configDependencies', 'scriptShell', 'nodeOptions'],
};

/**
 * The keys of `pnpm-workspace.yaml` that versions before 10 know; they take no notice of settings there.
 */
const KNOWN_BEFORE_10 = ['packages', 'catalog', 'catalogs'];

/**
 * Settings that change what is installed.
 *
 * @see https://pnpm.io/settings
 */
const NOTABLE = ['overrides', 'catalog', 'catalogs', 'nodeLinker', 'shamefullyHoist', 'hoist', 'publicHoistPattern', 'packageExtensions', 'strictDepBuilds'];

/**
 * Reads `pnpm-workspace.yaml`, the field `pnpm` of `package.json`, `.npmrc` and the hooks in `.pnpmfile.cjs`.
 *
 * @param version the version of pnpm: from 10 on, install scripts of dependencies run only where they are allowed
 * @throws ProjectError if they hold a secret, or are not what they should be
 */
export function readPnpmConfiguration(files: ProjectFiles, directory: string, findings: Findings, version?: string): Configuration {
  const npm = readNpmConfiguration(files, directory, findings);
  const path = joinInside(directory, WORKSPACE)!;
  if (!files.allows(path)) refuseHardCoded(settingsSecrets(PNPM_WORKSPACE.secrets), path, files.text(path) ?? '');
  const settings = readWorkspace(files, path);
  const linker = ownProperty(settings, 'nodeLinker') ?? npmSetting(files, 'node-linker');
  if (linker === 'pnp') {
    throw new ProjectError('pnpm is told to install by Plug\'n\'Play, which leaves no modules that Node.js finds by itself, received nodeLinker: pnp; write isolated or hoisted');
  }
  const field = readField(files, directory);
  const own = ownProperty(settings, 'nodeOptions');
  const both = (key: string) => [ownProperty(field, key), ownProperty(settings, key)].filter(value => value !== undefined && value !== null);
  NOTABLE.filter(key => ownProperty(settings, key) !== undefined).forEach(key =>
    findings.decide('configuration', key, path, 'a setting of pnpm that changes what is installed'));
  const patches = both('patchedDependencies').filter(isJsonObject) as PatchedDependencies[];
  const directories = ['.pnpm-config'].map(name => joinInside(directory, name)!).filter(name => files.kind(name) === 'directory');
  return {
    files: [
      ...npm.files,
      ...[WORKSPACE].map(name => joinInside(directory, name)!).filter(file => files.kind(file) === 'file'),
      ...hookFiles(files, ['.pnpmfile.cjs', '.pnpmfile.mjs'].map(name => joinInside(directory, name)!)),
      ...patchFiles(files, directory, patches),
      ...directories.flatMap(name => filesIn(files, name)),
    ],
    variables: npm.variables,
    // https://pnpm.io/settings#nodeoptions
    ...typeof own === 'string' ? scriptOptions(own, path) : scriptOptions(npmSetting(files, 'node-options'), joinInside(directory, '.npmrc')!),
    // https://pnpm.io/settings#scriptshell
    ...scriptShell(npmSetting(files, 'script-shell'), `${joinInside(directory, '.npmrc')}: script-shell`),
    ...scriptShell(ownProperty(settings, 'scriptShell'), `${path}: scriptShell`),
    ignoresScripts: npm.ignoresScripts || both('ignoreScripts').includes(true),
    builds: allowedBuilds(both, version, findings, path),
    // https://pnpm.io/settings#strictdepbuilds
    strictBuilds: pnpmSetting(files, 'strictDepBuilds') ?? (version !== undefined && semver.major(version) >= 11),
  };
}

/**
 * Settings in `pnpm-workspace.yaml` are read from version 10 on, so whoever writes them there uses one of these.
 */
export function pnpmVersionsIn(files: ProjectFiles): VersionRange | undefined {
  const settings = readWorkspace(files, WORKSPACE);
  return Object.keys(settings).some(key => !KNOWN_BEFORE_10.includes(key)) ? { range: '>=10', source: `the settings in ${WORKSPACE}` } : undefined;
}

/**
 * The patterns by which the root of a monorepo names its packages; undefined where the file holds settings alone.
 */
export function pnpmPackages(files: ProjectFiles): unknown {
  return ownProperty(readWorkspace(files, WORKSPACE), 'packages');
}

/**
 * A setting that is true or false, of `pnpm-workspace.yaml` or of the `.npmrc` beside it, undefined if it is in neither.
 */
export function pnpmSetting(files: ProjectFiles, key: string): boolean | undefined {
  const value = ownProperty(readWorkspace(files, WORKSPACE), key) ?? npmSetting(files, key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`));
  return value === undefined || value === null ? undefined : String(value) === 'true';
}

/**
 * True if packages of a monorepo may be installed as copies, by its settings or by one of these packages.
 */
export function injectsPackages(files: ProjectFiles, directories: readonly string[]): boolean {
  const metas = directories.map(path => ownProperty(manifestFields(files, path) ?? {}, 'dependenciesMeta'));
  return pnpmSetting(files, 'injectWorkspacePackages') === true
    || metas.some(meta => isJsonObject(meta) && Object.values(meta).some(about => isJsonObject(about) && ownProperty(about, 'injected') === true));
}

function readWorkspace(files: ProjectFiles, path: string): JsonObject {
  const text = files.text(path);
  const settings = text === undefined ? undefined : parseYaml(text, path);
  return isJsonObject(settings) ? settings : {};
}

function readField(files: ProjectFiles, directory: string): JsonObject {
  const field = ownProperty(manifestFields(files, directory) ?? {}, 'pnpm');
  return isJsonObject(field) ? field : {};
}

/**
 * @see https://pnpm.io/settings#onlybuiltdependencies
 */
function allowedBuilds(both: (key: string) => unknown[], version: string | undefined, findings: Findings, path: string): string[] | undefined {
  if (both('dangerouslyAllowAllBuilds').includes(true)) return undefined;
  const lists = both('onlyBuiltDependencies').filter(Array.isArray).flat().filter(name => typeof name === 'string') as string[];
  const allowed = both('allowBuilds').filter(isJsonObject).flatMap(object => Object.entries(object).filter(([, value]) => value === true).map(([name]) => name));
  const builds = [...new Set([...lists, ...allowed])].sort();
  const told = both('onlyBuiltDependencies').length + both('allowBuilds').length > 0;
  if (told) findings.decide('configuration', listed(builds), path, 'the dependencies whose install scripts may run');
  return told || (version !== undefined && semver.major(version) >= 10) ? builds : undefined;
}
