/** A bundle of Sigstore, as what is attached to an image. */
export const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

const PREDICATE_TYPE = 'dev.sigstore.bundle.predicateType';

/** By which a bundle is found without reading it. */
export function predicateAnnotations(predicateType: string): Record<string, string> {
  return { 'dev.sigstore.bundle.content': 'dsse-envelope', [PREDICATE_TYPE]: predicateType };
}

/** Type of the predicate of a bundle, as far as its annotations tell. */
export function predicateTypeOf(annotations: Readonly<Record<string, unknown>> | null | undefined): unknown {
  return annotations?.[PREDICATE_TYPE];
}
