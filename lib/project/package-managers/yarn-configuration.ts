import { filesIn } from '../files/files-in';
import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';
import { Findings } from '../findings';
import { Configuration } from './definition';
import { readNpmConfiguration } from './npm-configuration';
import { assertNoSecret, Setting, variablesIn } from './registry-secrets';

/**
 * Reads `.npmrc`, `.yarnrc` and `.yarnclean`.
 *
 * @see https://classic.yarnpkg.com/lang/en/docs/yarnrc/
 * @throws ProjectError if they hold a secret
 */
export function readYarnConfiguration(files: ProjectFiles, directory: string, findings: Findings): Configuration {
  const npm = readNpmConfiguration(files, directory, findings);
  const path = joinInside(directory, '.yarnrc')!;
  const settings = parseYarnrc(files.text(path) ?? '');
  settings.forEach(setting => assertNoSecret(setting, path));
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
    variables: [...npm.variables, ...settings.flatMap(variablesIn)],
    ignoresScripts: npm.ignoresScripts
      || settings.some(({ key, value }) => ['ignore-scripts', '--ignore-scripts', '--install.ignore-scripts'].includes(key) && value === 'true'),
  };
}

/**
 * The settings of a `.yarnrc`: a key and a value on each line, either of them in quotes or not.
 */
function parseYarnrc(text: string): Setting[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const setting = /^\s*(?:"([^"]+)"|([^\s#"][^\s"]*?)):?\s+(?:"([^"]*)"|(\S+))\s*$/.exec(line);
    return setting ? [{ key: setting[1] ?? setting[2], value: setting[3] ?? setting[4], line: index + 1 }] : [];
  });
}
