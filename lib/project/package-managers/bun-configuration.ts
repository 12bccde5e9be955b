import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';
import { Findings, listed } from '../findings';
import { isJsonObject, own } from '../json/json-shape';
import { parseJson } from '../json/parse-json';
import { refuseHardCoded } from '../secrets/hard-coded/refuse-hard-coded';
import { leavesOf } from '../settings/leaves';
import { parseToml } from '../settings/parse-toml';
import { Configuration } from './definition';
import { readNpmConfiguration } from './npm-configuration';
import { patchFiles } from './patches';

/** A variable that a `bunfig.toml` refers to, as `$NAME` or `${NAME}`. */
const VARIABLE = /\$\{?([A-Za-z_]\w*)/g;

/**
 * Reads `bunfig.toml`, `.npmrc`, and what `package.json` says about patches and install scripts.
 *
 * @see https://bun.com/docs/runtime/bunfig
 * @throws ProjectError if they hold a secret
 */
export function readBunConfiguration(files: ProjectFiles, directory: string, findings: Findings): Configuration {
  const npm = readNpmConfiguration(files, directory, findings);
  const path = joinInside(directory, 'bunfig.toml')!;
  const text = files.text(path) ?? '';
  if (!files.allows(path)) refuseHardCoded(path, text);
  const settings = parseToml(text, path);
  const install = isJsonObject(settings) ? own(settings, 'install') : undefined;
  const manifestPath = joinInside(directory, 'package.json')!;
  const manifestText = files.text(manifestPath);
  const manifest = manifestText === undefined ? undefined : parseJson(manifestText, manifestPath);
  const field = (name: string) => isJsonObject(manifest) ? own(manifest, name) : undefined;
  const patched = field('patchedDependencies');
  const trusted = field('trustedDependencies');
  if (Array.isArray(trusted)) {
    findings.decide('configuration', listed(trusted.map(String)), files.manifestSource('trustedDependencies'), 'the dependencies whose install scripts may run');
  }
  return {
    files: [
      ...npm.files,
      ...files.kind(path) === 'file' ? [path] : [],
      ...isJsonObject(patched) ? patchFiles(files, directory, [patched]) : [],
    ],
    variables: [...npm.variables, ...leavesOf(settings).flatMap(({ value }) => [...value.matchAll(VARIABLE)].map(match => match[1]))],
    ignoresScripts: npm.ignoresScripts || (isJsonObject(install) && own(install, 'ignoreScripts') === true),
    builds: Array.isArray(trusted) ? trusted.map(String) : undefined,
  };
}
