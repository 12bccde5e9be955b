import { filesIn } from '../../files/files-in';
import { ProjectFiles } from '../../files/project-files';
import { joinInside } from '../../files/relative-path';
import { Findings } from '../../model/findings';
import { refuseHardCoded, settingsSecrets } from '../../secrets/hard-coded/refuse-hard-coded';
import { YARNRC_SECRETS } from '../../secrets/hard-coded/settings';
import { variablesIn } from '../../secrets/hard-coded/variables';
import { yarnrcSetting } from '../../text/settings/language';
import { Configuration } from '../definition/definition';
import { SettingsFile } from '../definition/settings-file';
import { npmSetting, readNpmConfiguration, scriptShell } from '../npm/configuration';

/**
 * @see https://classic.yarnpkg.com/lang/en/docs/yarnrc/
 */
export const YARNRC: SettingsFile = { names: ['.yarnrc'], secrets: YARNRC_SECRETS, runsCode: ['yarn-path', '--use-yarnrc'] };

/**
 * The value of a setting in the `.yarnrc` at the top of a project, undefined if it is not there.
 */
export function yarnSetting(files: ProjectFiles, name: string): string | undefined {
  return (files.text('.yarnrc') ?? '').split(/\r?\n/).flatMap(line => yarnrcSetting(line) ?? []).filter(({ key }) => key === name).pop()?.value;
}

/**
 * Reads `.npmrc`, `.yarnrc` and `.yarnclean`.
 *
 * @see https://classic.yarnpkg.com/lang/en/docs/yarnrc/
 * @throws ProjectError if they hold a secret
 */
export function readYarnConfiguration(files: ProjectFiles, directory: string, findings: Findings): Configuration {
  const npm = readNpmConfiguration(files, directory, findings);
  const path = joinInside(directory, '.yarnrc')!;
  const text = files.text(path) ?? '';
  if (!files.allows(path)) refuseHardCoded(settingsSecrets(YARNRC.secrets), path, text);
  const settings = text.split(/\r?\n/).flatMap(line => yarnrcSetting(line) ?? []);
  const read: string[] = [];
  for (const { key, value } of settings) {
    const target = joinInside(directory, value);
    if (target === undefined) continue;
    // The release that is checked in is the one that runs, whichever is installed.
    if (key === 'yarn-path' && files.kind(target) === 'file') {
      findings.decide('configuration', `yarn-path ${value}`, path, 'Yarn hands over to the release that is checked in');
      read.push(target);
    }
    if (key === 'yarn-offline-mirror' && files.kind(target) === 'directory') {
      findings.decide('configuration', `yarn-offline-mirror ${value}`, path, 'packages come from the directory that is checked in');
      read.push(...filesIn(files, target));
    }
  }
  return {
    files: [...npm.files, ...read, ...[path, joinInside(directory, '.yarnclean')!].filter(file => files.kind(file) === 'file')],
    ...scriptShell(npmSetting(files, 'script-shell'), `${joinInside(directory, '.npmrc')}: script-shell`),
    ...scriptShell(yarnSetting(files, 'script-shell'), `${path}: script-shell`),
    variables: [...npm.variables, ...settings.flatMap(({ key, value }) => [key, value]).flatMap(variablesIn)],
    ignoresScripts: npm.ignoresScripts
      || settings.some(({ key, value }) => ['ignore-scripts', '--ignore-scripts', '--install.ignore-scripts'].includes(key) && value === 'true'),
  };
}
