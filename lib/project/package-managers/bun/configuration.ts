import { ProjectFiles } from '../../files/project-files';
import { joinInside } from '../../files/relative-path';
import { manifestFields } from '../../manifest/manifest';
import { Findings, listed } from '../../model/findings';
import { refuseHardCoded, settingsSecrets } from '../../secrets/hard-coded/refuse-hard-coded';
import { TOML_SECRETS } from '../../secrets/hard-coded/settings';
import { isJsonObject, JsonObject, ownProperty } from '../../text/json/json-shape';
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
  const install = installSettings(settings);
  const manifest = manifestFields(files, directory) ?? {};
  const field = (name: string) => ownProperty(manifest, name);
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
    ignoresScripts: npm.ignoresScripts || ownProperty(install, 'ignoreScripts') === true,
    // https://bun.com/docs/runtime#run-a-package-json-script: the first of bash, sh and zsh that is there
    scriptShell: { value: 'bash', source: 'Bun', orSh: true },
    builds: Array.isArray(trusted) ? trusted.map(String) : undefined,
  };
}

/**
 * The setting of `bunfig.toml` by which every install is one of production; undefined if there is none.
 */
export function bunWithoutDevelopment(files: ProjectFiles): string | undefined {
  const install = installSettings(parseToml(files.text('bunfig.toml') ?? '', 'bunfig.toml'));
  return ownProperty(install, 'dev') === false ? '[install] dev = false' : ownProperty(install, 'production') === true ? '[install] production = true' : undefined;
}

function installSettings(settings: unknown): JsonObject {
  const install = isJsonObject(settings) ? ownProperty(settings, 'install') : undefined;
  return isJsonObject(install) ? install : {};
}
