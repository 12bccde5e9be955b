import { ProjectFiles } from '../../files/project-files';
import { joinInside } from '../../files/relative-path';
import { manifestFields } from '../../manifest/manifest';
import { Findings } from '../../model/findings';
import { refuseHardCoded, settingsSecrets } from '../../secrets/hard-coded/refuse-hard-coded';
import { YAML_SECRETS } from '../../secrets/hard-coded/settings';
import { variablesIn } from '../../secrets/hard-coded/variables';
import { isJsonObject, JsonObject, ownProperty } from '../../text/json/json-shape';
import { leavesOf } from '../../text/settings/leaves';
import { parseYaml } from '../../text/settings/parse-yaml';
import { Configuration, VersionRange } from '../definition/definition';
import { SettingsFile } from '../definition/settings-file';

const SETTINGS = '.yarnrc.yml';

/**
 * @see https://yarnpkg.com/configuration/yarnrc
 */
export const YARNRC_YML: SettingsFile = { names: [SETTINGS], secrets: YAML_SECRETS, runsCode: ['yarnPath', 'plugins'] };

/** Where packages lie that are checked in. */
export const YARN_CACHE = '.yarn/cache';

/**
 * Settings that change what an install does.
 *
 * @see https://yarnpkg.com/configuration/yarnrc
 */
const NOTABLE = ['nodeLinker', 'pnpMode', 'pnpEnableEsmLoader', 'enableScripts', 'enableGlobalCache', 'nmHoistingLimits', 'nmMode', 'supportedArchitectures'];

/**
 * Reads `.yarnrc.yml`, and finds what is checked in: a release, plugins, patches, packages.
 *
 * @throws ProjectError if a secret is written out, or it is no YAML
 */
export function readYarnBerryConfiguration(files: ProjectFiles, directory: string, findings: Findings): Configuration {
  const path = joinInside(directory, SETTINGS)!;
  const settings = yarnSettings(files, directory);
  if (!files.allows(path)) refuseHardCoded(settingsSecrets(YARNRC_YML.secrets), path, files.text(path) ?? '');
  for (const key of NOTABLE.filter(name => ownProperty(settings, name) !== undefined)) {
    findings.decide('configuration', `${key}: ${JSON.stringify(ownProperty(settings, key))}`, path, 'a setting of Yarn that changes what an install does');
  }
  const release = ownProperty(settings, 'yarnPath');
  const directories = ['.yarn/plugins', '.yarn/patches', ...hasCheckedInCache(files, directory) ? [YARN_CACHE] : []]
    .map(name => joinInside(directory, name)!).filter(name => files.list(name).length > 0);
  const single = [path, ...typeof release === 'string' ? [joinInside(directory, release)] : [], ...patchesIn(files, directory)]
    .filter((file): file is string => file !== undefined && files.kind(file) === 'file')
    .filter(file => !directories.some(name => file.startsWith(`${name}/`)));
  return {
    files: [...single, ...directories.map(name => `${name}/`)],
    variables: leavesOf(settings).flatMap(({ value }) => variablesIn(value)),
    ignoresScripts: false,
    builds: ownProperty(settings, 'enableScripts') === false ? builtDependencies(files, directory) : undefined,
  };
}

/**
 * The settings in `.yarnrc.yml`.
 */
export function yarnSettings(files: ProjectFiles, directory = ''): JsonObject {
  const path = joinInside(directory, SETTINGS)!;
  const text = files.text(path);
  const settings = text === undefined ? undefined : parseYaml(text, path);
  return isJsonObject(settings) ? settings : {};
}

/**
 * The version of the release that is checked in, which is the one that runs, whichever is installed.
 */
export function yarnVersionsIn(files: ProjectFiles): VersionRange | undefined {
  const release = ownProperty(yarnSettings(files), 'yarnPath');
  const version = typeof release === 'string' ? /yarn-(\d+\.\d+\.\d+)\.c?js$/.exec(release)?.[1] : undefined;
  return version === undefined ? undefined : { range: version, source: `${SETTINGS}: yarnPath` };
}

/**
 * True if packages are checked in: there are some, and git takes notice of them.
 *
 * @see https://yarnpkg.com/features/caching#zero-installs
 */
export function hasCheckedInCache(files: ProjectFiles, directory = ''): boolean {
  if (!files.list(joinInside(directory, YARN_CACHE)!).some(name => name.endsWith('.zip'))) return false;
  const rules = (files.text(joinInside(directory, '.gitignore')!) ?? '').split(/\r?\n/).map(line => line.trim().replace(/^(!?)(\*\*\/|\/)/, '$1'));
  return rules.reduce((kept, rule) =>
    /^!\.yarn\/cache(\/|\/\*+)?$/.test(rule) || (kept && !/^\.yarn(\/|\/\*+|\/cache(\/|\/\*+)?)?$/.test(rule)), true);
}

/**
 * The dependencies that may run install scripts where that is not enabled for all.
 *
 * @see https://yarnpkg.com/configuration/manifest#dependenciesMeta.built
 */
function builtDependencies(files: ProjectFiles, directory: string): string[] {
  const meta = ownProperty(manifestFields(files, directory) ?? {}, 'dependenciesMeta');
  return Object.entries(isJsonObject(meta) ? meta : {}).filter(([, value]) => isJsonObject(value) && ownProperty(value, 'built') === true).map(([name]) => name);
}

/**
 * The files that `patch:` dependencies and resolutions name.
 *
 * @see https://yarnpkg.com/protocol/patch
 */
function patchesIn(files: ProjectFiles, directory: string): (string | undefined)[] {
  const manifest = manifestFields(files, directory) ?? {};
  const fields = ['dependencies', 'devDependencies', 'optionalDependencies', 'resolutions'].map(field => ownProperty(manifest, field)).filter(isJsonObject);
  return fields.flatMap(field => Object.values(field)).filter((value): value is string => typeof value === 'string' && value.startsWith('patch:'))
    .flatMap(value => value.slice(value.indexOf('#') + 1).split('&'))
    .map(source => joinInside(directory, source.replace(/::.*$/, '').replace(/^(optional!|~\/)+/, '')));
}
