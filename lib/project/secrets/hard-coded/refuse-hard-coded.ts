import { oneLine } from '../../model/findings';
import { ProjectError } from '../../model/project-error';
import { decoded, isRandom } from './address';
import { secretInJsonLockfile, secretInLockfile, secretInManifest } from './document';
import { NPMRC_SECRETS, secretInSettings, TOML_SECRETS, HardCodedSecret, YAML_SECRETS, YARNRC_SECRETS } from './settings';

const REGISTRY = 'write ${NPM_TOKEN} in its place and pass the value by buildSecrets: [BuildSecret.environment("NPM_TOKEN")]';

/** Files that installing reads or that are in an image, and where a secret may stand in it. */
const KINDS: ReadonlyArray<{ readonly names: readonly string[]; readonly instead: string; find(text: string): HardCodedSecret | undefined }> = [
  { names: ['.npmrc'], find: text => secretInSettings(text, NPMRC_SECRETS), instead: REGISTRY },
  { names: ['.yarnrc'], find: text => secretInSettings(text, YARNRC_SECRETS), instead: REGISTRY },
  { names: ['.yarnrc.yml', 'pnpm-workspace.yaml'], find: text => secretInSettings(text, YAML_SECRETS), instead: REGISTRY },
  { names: ['bunfig.toml', '.bunfig.toml'], find: text => secretInSettings(text, TOML_SECRETS), instead: REGISTRY },
  {
    names: ['package.json'],
    find: secretInManifest,
    instead: 'take a token out of an address, give the install its credentials by "buildSecrets", as a file for git or .npmrc, and a command its variables where it runs',
  },
  {
    names: ['package-lock.json', 'npm-shrinkwrap.json', 'bun.lock'],
    find: secretInJsonLockfile,
    instead: 'take the token out of the address in package.json, or of the registry in the settings of the package manager, and install again',
  },
  {
    names: ['yarn.lock', 'pnpm-lock.yaml', 'bun.lockb'],
    find: secretInLockfile,
    instead: 'take the token out of the address in package.json, or of the registry in the settings of the package manager, and install again',
  },
];

const BY_NAME = new Map(KINDS.flatMap(kind => kind.names.map(name => [name, kind] as const)));

/**
 * Why a file of a package manager may not be in an image: a secret is written out in it. Undefined where none is.
 *
 * The message shows the key that leads to it, and never the secret.
 *
 * @param path how it is called; its name tells how it is read
 */
export function hardCodedSecret(path: string, content: Buffer | string): string | undefined {
  const kind = BY_NAME.get(nameOf(path));
  const found = kind?.find(typeof content === 'string' ? content : content.toString('utf8'));
  if (!found) return undefined;
  const at = [...found.line === undefined ? [] : [` at line ${found.line}`], ...found.key === undefined ? [] : [` in ${masked(found.key)}`]].join('');
  return `${path} holds a literal ${found.what.replace(/^an? /, '')}${at}: ${kind!.instead}; `
    + 'if it is no secret, let the file in by "allow", with its path from the project and a reason';
}

/**
 * @throws ProjectError naming the file, the key and the way out
 */
export function refuseHardCoded(path: string, text: string) {
  const reason = hardCodedSecret(path, text);
  if (reason !== undefined) throw new ProjectError(reason);
}

/** A key may hold the secret itself. */
function masked(key: string): string {
  const shown = oneLine(decoded(key)).replace(/\/\/[^/\s]*@/g, '//***@').replace(/([?&][\w-]+=)[^&\s]+/g, '$1***')
    .replace(/[\w.~+=-]{20,}/g, part => isRandom(part) ? '***' : part);
  return JSON.stringify(shown.length > 120 ? `${shown.slice(0, 120)}...` : shown);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
