import * as semver from 'semver';
import { ProjectFiles } from '../../files/project-files';
import { joinInside } from '../../files/relative-path';
import { manifestFields } from '../../manifest/manifest';
import { Findings, listed } from '../../model/findings';
import { refuseHardCoded, settingsSecrets } from '../../secrets/hard-coded/refuse-hard-coded';
import { NPMRC_SECRETS } from '../../secrets/hard-coded/settings';
import { variablesIn } from '../../secrets/hard-coded/variables';
import { isJsonObject, ownProperty } from '../../text/json/json-shape';
import { leavesOf } from '../../text/settings/leaves';
import { parseIni } from '../../text/settings/parse-ini';
import { Configuration } from '../definition/definition';
import { SettingsFile } from '../definition/settings-file';

/**
 * @see https://docs.npmjs.com/cli/v11/configuring-npm/npmrc
 */
export const NPMRC: SettingsFile = { names: ['.npmrc'], secrets: NPMRC_SECRETS, runsCode: ['git', 'onload-script', 'node-options', 'script-shell'] };

/**
 * The settings that change what an install does, and how.
 *
 * @see https://docs.npmjs.com/cli/v11/using-npm/config
 */
const NOTABLE: { readonly [key: string]: string } = {
  'package-lock': 'npm install writes no lockfile when it is false; npm ci reads it all the same',
  'ignore-scripts': 'no install script runs when it is true',
  'legacy-peer-deps': 'peer dependencies are not installed when it is true',
  'strict-peer-deps': 'conflicting peer dependencies fail the install when it is true',
  'engine-strict': 'an unsuitable version of Node.js fails the install when it is true',
  'install-links': 'file: dependencies are copied when it is true, linked otherwise',
  'install-strategy': 'how node_modules is laid out',
  'omit': 'which dependencies are left out of every install',
  'include': 'which dependencies are in every install',
  'script-shell': 'the shell that runs scripts, which the image must have',
};

/**
 * The value of a setting in the `.npmrc` at the top of a project, undefined if it is not there.
 */
export function npmSetting(files: ProjectFiles, key: string): string | undefined {
  return parseNpmrc(files.text('.npmrc') ?? '').filter(setting => setting.key === key).pop()?.value;
}

/**
 * The first of some settings that has one of some values in that `.npmrc`, as it is written; undefined if none has.
 */
export function npmSettingOf(files: ProjectFiles, values: { readonly [key: string]: readonly string[] }): string | undefined {
  const key = Object.keys(values).find(name => values[name].includes(npmSetting(files, name) ?? ''));
  return key && `${key}=${npmSetting(files, key)}`;
}

/**
 * Options of Node.js for scripts, as a setting has them. What it says beside the variable itself is not known here, and stays.
 *
 * @see https://docs.npmjs.com/cli/v11/using-npm/config#node-options
 */
export function scriptOptions(setting: string | undefined, source: string): Pick<Configuration, 'scriptOptions'> {
  const value = setting?.replace(/\$\{NODE_OPTIONS[^}]*\}/g, '').replace(/\s+/g, ' ').trim();
  return value === undefined || ['', 'null'].includes(value) ? {} : { scriptOptions: { value, source } };
}

/**
 * Shell for scripts, as a setting has it.
 *
 * @see https://docs.npmjs.com/cli/v11/using-npm/config#script-shell
 */
export function scriptShell(setting: unknown, source: string): Pick<Configuration, 'scriptShell'> {
  return typeof setting !== 'string' || ['', 'null'].includes(setting.trim()) ? {} : { scriptShell: { value: setting.trim(), source } };
}

/**
 * Reads `.npmrc`, which Yarn 1 reads too.
 *
 * @throws ProjectError if it holds a secret
 */
export function readNpmConfiguration(files: ProjectFiles, directory: string, findings: Findings): Configuration {
  const path = joinInside(directory, '.npmrc')!;
  const text = files.text(path);
  if (text === undefined) return { files: [], variables: [], ignoresScripts: false };
  if (!files.allows(path)) refuseHardCoded(settingsSecrets(NPMRC.secrets), path, text);
  const settings = parseNpmrc(text);
  for (const { key, value } of settings.filter(setting => Object.hasOwn(NOTABLE, setting.key))) {
    findings.decide('configuration', `${key}=${value}`, path, NOTABLE[key]);
  }
  const named = settings.filter(({ key }) => key === 'cafile').flatMap(({ value }) => joinInside('', value) ?? []);
  return {
    files: [path, ...named.filter(file => files.kind(file) === 'file')],
    variables: leavesOf(parseIni(text)).flatMap(({ keys, value }) => [...keys, value]).flatMap(variablesIn),
    ignoresScripts: settings.some(({ key, value }) => key === 'ignore-scripts' && value === 'true'),
  };
}

/**
 * The settings of an `.npmrc`. npm takes no notice of its sections.
 */
function parseNpmrc(text: string): Array<{ readonly key: string; readonly value: string }> {
  return Object.entries(parseIni(text)).flatMap(([key, value]) => Array.isArray(value) ? value.map(item => ({ key, value: String(item) }))
    : typeof value === 'object' ? [] : [{ key, value: String(value) }]);
}

/**
 * The same for npm itself, which from version 12 on runs the install scripts of those dependencies alone that are allowed to.
 *
 * @see https://docs.npmjs.com/cli/v12/commands/npm-install-scripts
 */
export function readOwnNpmConfiguration(files: ProjectFiles, directory: string, findings: Findings, version?: string): Configuration {
  const path = joinInside(directory, '.npmrc')!;
  const configuration = {
    ...readNpmConfiguration(files, directory, findings),
    ...scriptOptions(npmSetting(files, 'node-options'), path),
    ...scriptShell(npmSetting(files, 'script-shell'), `${path}: script-shell`),
  };
  if (version === undefined || semver.major(version) < 12) return configuration;
  if (/^\s*dangerously-allow-all-scripts\s*(=\s*true\s*)?$/m.test(files.text(path) ?? '')) return configuration;
  const policy = ownProperty(manifestFields(files, directory) ?? {}, 'allowScripts');
  const builds = Object.entries(isJsonObject(policy) ? policy : {}).filter(([, allowed]) => allowed === true).map(([name]) => name);
  findings.decide('configuration', listed(builds), files.manifestSource('allowScripts'), 'the dependencies whose install scripts may run');
  return { ...configuration, builds };
}
