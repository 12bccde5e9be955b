import { ProjectFiles } from '../../files/project-files';
import { joinInside } from '../../files/relative-path';
import { Findings, listed } from '../../model/findings';
import { refuseHardCoded, settingsSecrets } from '../../secrets/hard-coded/refuse-hard-coded';
import { TOML_SECRETS } from '../../secrets/hard-coded/settings';
import { isJsonObject, ownProperty } from '../../text/json/json-shape';
import { parseJson } from '../../text/json/parse-json';
import { leavesOf } from '../../text/settings/leaves';
import { parseToml } from '../../text/settings/parse-toml';
import { Configuration } from '../definition/definition';
import { patchFiles } from '../definition/patches';
import { SettingsFile } from '../definition/settings-file';
import { readNpmConfiguration } from '../npm/configuration';

/**
 * @see https://bun.com/docs/runtime/bunfig
 */
export const BUNFIG: SettingsFile = { names: ['bunfig.toml', '.bunfig.toml'], secrets: TOML_SECRETS, runsCode: ['scanner', 'preload'] };

/** Settings by which every install is one of production. */
const OMITTING: readonly { readonly key: string; readonly value: boolean }[] = [{ key: 'dev', value: false }, { key: 'production', value: true }];

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
  if (!files.allows(path)) refuseHardCoded(settingsSecrets(BUNFIG.secrets), path, text);
  const settings = parseToml(text, path);
  const install = isJsonObject(settings) ? ownProperty(settings, 'install') : undefined;
  const manifestPath = joinInside(directory, 'package.json')!;
  const manifestText = files.text(manifestPath);
  const manifest = manifestText === undefined ? undefined : parseJson(manifestText, manifestPath);
  const field = (name: string) => isJsonObject(manifest) ? ownProperty(manifest, name) : undefined;
  const patched = field('patchedDependencies');
  const trusted = field('trustedDependencies');
  const omitting = isJsonObject(install) ? OMITTING.find(({ key, value }) => ownProperty(install, key) === value) : undefined;
  const development = field('devDependencies');
  if (omitting && isJsonObject(development) && Object.keys(development).length) {
    findings.warn('development-left-out', `${path} leaves development dependencies out of every install, received [install] ${omitting.key} = ${omitting.value}: `
      + 'the build and gates lack them, and Bun has no option against it; take the setting out, for the image gets production dependencies alone in any case');
  }
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
    ignoresScripts: npm.ignoresScripts || (isJsonObject(install) && ownProperty(install, 'ignoreScripts') === true),
    builds: Array.isArray(trusted) ? trusted.map(String) : undefined,
  };
}
