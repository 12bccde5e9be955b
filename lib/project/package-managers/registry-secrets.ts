import { ProjectError } from '../project-error';

/**
 * A setting of a package manager and the line it is on.
 */
export interface Setting {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

/**
 * `${NAME}`, and `${NAME?}`, `${NAME-default}`, which newer versions of npm know.
 */
const VARIABLE = /\$\{([^}?:-]+)[^}]*\}/g;

/**
 * Refuses a setting that is a secret written out: a file that installing reads ends in a layer of the image.
 *
 * The message never shows the secret.
 *
 * @throws ProjectError naming the file, the line and the way out
 */
export function assertNoSecret(setting: Setting, path: string) {
  const literal = setting.value.replace(VARIABLE, '').replace(/^(Bearer|Basic)\s+/i, '').trim();
  const name = /(?:^|:)(_authToken|_auth|_password|npmAuthToken|npmAuthIdent)$/.exec(setting.key)?.[1];
  const secret = (name !== undefined && literal !== '' ? name : undefined)
    ?? (literal.includes('PRIVATE KEY') ? 'private key' : undefined)
    ?? (/\/\/[^/@:\s]+:[^/@\s]+@/.test(literal) ? 'password in a URL' : undefined);
  if (secret !== undefined) {
    throw new ProjectError(`${path} holds a literal ${secret} at line ${setting.line}: write \${NPM_TOKEN} in its place and pass the value as a build secret`);
  }
}

/**
 * The environment variables that the value of a setting refers to.
 */
export function variablesIn(setting: Setting): string[] {
  return [...setting.value.matchAll(VARIABLE)].map(match => match[1]);
}
