import { environmentUse, EnvironmentUse } from './environment-file';
import { isPublicPem, secretContents, textOf } from './secret-contents';
import { SecretKind, secretKind } from './secret-names';

export { namesExpression, secretKind } from './secret-names';

/** Judgement on a file that may hold a secret. */
export interface Judgement {
  /** Kind of the secret that it is or holds, for people; undefined where it is none. */
  readonly secret?: string;
  /** Use of the file where it holds environment variables. */
  readonly environment?: EnvironmentUse;
}

/**
 * Judges a file by its name and, where that does not decide, by its contents.
 *
 * @param path its path, with slashes
 */
export function judge(path: string, content: Buffer | string): Judgement {
  return judgeAs(secretKind(path), path, content);
}

/** The same where the kind that its name says is known. */
export function judgeAs(kind: SecretKind | undefined, path: string, content: Buffer | string): Judgement {
  const acquitted = kind && acquit(kind, path, content);
  if (kind && !acquitted) return { secret: kind.what };
  return { ...acquitted, secret: acquitted?.secret ?? secretContents(content) };
}

/** True if a name alone says that a directory, or a file whatever it holds, is a secret. */
export function isSecretByName(path: string): boolean {
  const kind = secretKind(path);
  return kind !== undefined && kind.unless === undefined;
}

/** Judgement by the contents on a name that they may decide about; undefined where they leave it a secret. */
function acquit({ what, unless }: SecretKind, path: string, content: Buffer | string): Judgement | undefined {
  if (unless === undefined) return undefined;
  const text = textOf(content) ?? '';
  if (unless === 'certificates') return isPublicPem(text) ? {} : undefined;
  const environment = environmentUse(path.slice(path.lastIndexOf('/') + 1), text);
  return { environment, ...environment === EnvironmentUse.SECRET ? { secret: what } : {} };
}
