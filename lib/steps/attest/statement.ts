/** Media type of a statement of in-toto: a statement of in-toto. */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** The kind of statement that a signature of cosign is. */
export const SIGN_TYPE = 'https://sigstore.dev/cosign/sign/v1';

/** The kind of statement on how an image was built. */
export const PROVENANCE_TYPE = 'https://slsa.dev/provenance/v1';

/** Claim on an image. */
export interface Claim {
  /** The URI of the repository. */
  readonly repository: string;
  readonly digest: string;
  readonly type: string;
  readonly predicate: unknown;
}

/**
 * A statement on an image.
 *
 * @see https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
 */
export function statement({ repository, digest, type, predicate }: Claim): object {
  return { _type: 'https://in-toto.io/Statement/v1', subject: [{ name: repository, digest: { sha256: hexOf(digest) } }], predicateType: type, predicate };
}

/** True if a text is a statement of a type on an image, of which more may be asked. */
export function isStatementOn(text: string, { digest, type }: Pick<Claim, 'digest' | 'type'>, holds: (predicate: any) => boolean): boolean {
  try {
    const { predicateType, subject, predicate } = JSON.parse(text);
    return predicateType === type && subject.some((one: any) => one.digest.sha256 === hexOf(digest)) && holds(predicate);
  } catch {
    return false;
  }
}

function hexOf(digest: string): string {
  return digest.slice('sha256:'.length);
}
