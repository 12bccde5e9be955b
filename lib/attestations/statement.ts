const STATEMENT = 'https://in-toto.io/Statement/v1';

/**
 * Subject of a statement: an image, or the commit that it was made of.
 *
 * @see https://github.com/in-toto/attestation/blob/main/spec/v1/resource_descriptor.md
 */
export interface Subject {
  readonly name: string;
  /** Hexadecimal digits, by the name of what they were computed by: `sha256` of an image, `gitCommit` of a commit. */
  readonly digest: { readonly [algorithm: string]: string };
}

/** Artifact that a statement names beside its subjects, such as a file that was used. */
export interface ResourceDescriptor {
  readonly name?: string;
  readonly uri?: string;
  readonly digest?: { readonly [algorithm: string]: string };
  readonly annotations?: { readonly [name: string]: unknown };
}

/** Statement: subjects, and what is said of them. */
export interface Claim {
  readonly subjects: readonly Subject[];
  readonly type: string;
  readonly predicate: unknown;
}

/**
 * A statement.
 *
 * @see https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
 */
export function statement({ subjects, type, predicate }: Claim): object {
  return { _type: STATEMENT, subject: subjects, predicateType: type, predicate };
}

/** An image as the subject of a statement. */
export function imageSubject(repository: string, digest: string): Subject {
  return { name: repository, digest: { sha256: hexOf(digest) } };
}

/** A commit as the subject of a statement; nothing where it is none of Git, such as a version of an object in S3. */
export function commitSubject(commit: string | undefined, source: string | undefined): Subject[] {
  return isCommit(commit) ? [{ name: source ? `git+${source}` : 'commit', digest: { gitCommit: commit! } }] : [];
}

/** True if a text is the whole name of a commit of Git. */
export function isCommit(text: string | undefined): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text ?? '');
}

/** Statement in a text; undefined if it is no statement. */
export function parseStatement(text: string): Claim | undefined {
  try {
    const { _type, subject, predicateType, predicate } = JSON.parse(text);
    const whole = _type === STATEMENT && Array.isArray(subject) && subject.every(isSubject) && typeof predicateType === 'string';
    return whole ? { subjects: subject, type: predicateType, predicate } : undefined;
  } catch {
    return undefined;
  }
}

/** The kind of a statement, and the image that it is to be on. */
export interface Wanted {
  readonly digest: string;
  readonly type: string;
}

/** True if a text is a statement of a type on an image, of which more may be asked. */
export function isStatementOn(text: string, { digest, type }: Wanted, holds: (predicate: any) => boolean): boolean {
  const claim = parseStatement(text);
  if (claim?.type !== type || !claim.subjects.some(subject => subject.digest.sha256 === hexOf(digest))) return false;
  try {
    return holds(claim.predicate);
  } catch {
    return false; // a predicate of another shape
  }
}

/** The digits of a digest of an image. */
export function hexOf(digest: string): string {
  return digest.slice('sha256:'.length);
}

function isSubject(value: any): value is Subject {
  return typeof value === 'object' && value !== null && typeof value.digest === 'object' && value.digest !== null;
}
