import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';
import { Findings, listed } from '../findings';
import { isJsonObject, own } from '../json/json-shape';
import { parseJson } from '../json/parse-json';
import { Configuration } from './definition';
import { readNpmConfiguration } from './npm-configuration';
import { patchFiles } from './patches';
import { assertNoSecret } from './registry-secrets';

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
    variables: [...npm.variables, ...readVariables(text, path)],
    ignoresScripts: npm.ignoresScripts || /^\s*ignoreScripts\s*=\s*true/m.test(text),
    builds: Array.isArray(trusted) ? trusted.map(String) : undefined,
  };
}

/**
 * The variables that a `bunfig.toml` refers to, as `$NAME` or `${NAME}`.
 */
function readVariables(text: string, path: string): string[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (/^\s*#/.test(line)) return [];
    for (const [, key, value] of line.matchAll(/\b(token|password|url|registry)\s*=\s*["']([^"']*)["']/g)) {
      const name = key === 'token' ? '_authToken' : key === 'password' ? '_password' : key;
      assertNoSecret({ key: name, value: value.replace(/\$\w+/g, ''), line: index + 1 }, path);
    }
    return [...line.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(match => match[1]);
  });
}
