import { oneLine } from '../../model/findings';
import { ProjectError } from '../../model/project-error';
import { decoded, isRandom } from './address';
import { secretInJsonLockfile, secretInLockfile, secretInManifest } from './document';
import { HardCodedSecret, secretInSettings, SecretSettings } from './settings';

const REGISTRY = 'write ${NPM_TOKEN} in its place and pass the value by buildSecrets: [BuildSecret.environment("NPM_TOKEN")]';

const AGAIN = 'take the token out of the address in package.json, or of the registry in the settings of the package manager, and install again';

/**
 * File that installing reads or that is in an image, and where a secret may stand in it.
 */
export interface SecretFile {
  /** Advice in place of it. */
  readonly instead: string;
  find(text: string): HardCodedSecret | undefined;
}

export const MANIFEST_SECRETS: SecretFile = {
  find: secretInManifest,
  instead: 'take a token out of an address, give the install its credentials by "buildSecrets", as a file for git or .npmrc, and a command its variables where it runs',
};
export const JSON_LOCKFILE_SECRETS: SecretFile = { find: secretInJsonLockfile, instead: AGAIN };
export const LOCKFILE_SECRETS: SecretFile = { find: secretInLockfile, instead: AGAIN };

/**
 * The same of settings of a package manager.
 */
export function settingsSecrets(where: SecretSettings): SecretFile {
  return { find: text => secretInSettings(text, where), instead: REGISTRY };
}

/**
 * Why a file may not be in an image: a secret is written out in it. Undefined where none is.
 *
 * The message shows the key that leads to it, and never the secret.
 *
 * @param path how it is called
 */
export function secretIn(file: SecretFile, path: string, content: Buffer | string): string | undefined {
  const found = file.find(typeof content === 'string' ? content : content.toString('utf8'));
  if (!found) return undefined;
  const at = [...found.line === undefined ? [] : [` at line ${found.line}`], ...found.key === undefined ? [] : [` in ${masked(found.key)}`]].join('');
  return `${path} holds a literal ${found.what.replace(/^an? /, '')}${at}: ${file.instead}; `
    + 'if it is no secret, let the file in by "allow", with its path from the project and a reason';
}

/**
 * @throws ProjectError naming the file, the key and the way out
 */
export function refuseHardCoded(file: SecretFile, path: string, text: string) {
  const reason = secretIn(file, path, text);
  if (reason !== undefined) throw new ProjectError(reason);
}

/** A key may hold the secret itself. */
function masked(key: string): string {
  const shown = oneLine(decoded(key)).replace(/\/\/[^/\s]*@/g, '//***@').replace(/([?&][\w-]+=)[^&\s]+/g, '$1***')
    .replace(/[\w.~+=-]{20,}/g, part => isRandom(part) ? '***' : part);
  return JSON.stringify(shown.length > 120 ? `${shown.slice(0, 120)}...` : shown);
}
