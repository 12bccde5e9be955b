/** Clocks differ: a verification may lie this much ahead, in milliseconds. */
export const SKEW = 5 * 60_000;

/** The demands of an image before it runs, beside its signature and its provenance. It is JSON: programs are told it. */
export interface AdmissionDemands {
  /** The URIs of the repositories that the image was released in: statements of others, by the same key, count for nothing. */
  readonly repositories: readonly string[];
  /** The gates that have passed, whatever others there are. */
  readonly gates: readonly string[];
  /** How long ago the verification may be, in seconds; for ever if not given. */
  readonly maximumAge?: number;
}

/** The demands in a text of JSON; undefined if it holds none. */
export function demandsIn(text: string): AdmissionDemands | undefined {
  try {
    const { repositories, gates, maximumAge } = JSON.parse(text);
    const known = isTexts(repositories) && repositories.length > 0 && isTexts(gates)
      && (maximumAge === undefined || Number.isFinite(maximumAge) && maximumAge > 0);
    return known ? { repositories, gates, maximumAge } : undefined;
  } catch {
    return undefined;
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(one => typeof one === 'string' && one !== '');
}
