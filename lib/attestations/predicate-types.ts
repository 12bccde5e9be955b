/** Payload type of an envelope with a statement of in-toto. */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** The kind of statement that a signature of cosign is. */
export const SIGN_TYPE = 'https://sigstore.dev/cosign/sign/v1';

/**
 * The kind of statement on how an image was built.
 *
 * @see https://slsa.dev/spec/v1.0/provenance
 */
export const PROVENANCE_TYPE = 'https://slsa.dev/provenance/v1';

/**
 * The kind of statement on what tests said.
 *
 * @see https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md
 */
export const TEST_RESULT_TYPE = 'https://in-toto.io/attestation/test-result/v0.1';

/**
 * The kind of statement on what an image was held to.
 *
 * @see https://slsa.dev/spec/v1.1/verification_summary
 */
export const SUMMARY_TYPE = 'https://slsa.dev/verification_summary/v1';

/** A bundle of Sigstore, as what is attached to an image. */
export const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

const PREDICATE_TYPE = 'dev.sigstore.bundle.predicateType';

/** By which a bundle is found without reading it. */
export function predicateAnnotations(predicateType: string): Record<string, string> {
  return { 'dev.sigstore.bundle.content': 'dsse-envelope', [PREDICATE_TYPE]: predicateType };
}

/** Predicate type of a bundle, as far as its annotations tell. */
export function predicateTypeOf(annotations: Readonly<Record<string, unknown>> | null | undefined): unknown {
  return annotations?.[PREDICATE_TYPE];
}
