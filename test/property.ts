import * as fc from 'fast-check';

const { PROPERTY_SEED = '20261122', PROPERTY_TIMES = '1' } = process.env;

/**
 * Asserts that a property holds for random values: for the same ones in every run, so that a test that fails does so by
 * what was changed. `PROPERTY_SEED=<number or "random">` takes others, `PROPERTY_TIMES=<number>` more of them.
 */
export function holds<T>(property: fc.IProperty<T>, numRuns = 100): void {
  fc.assert(property, parameters(numRuns));
}

/** The same of what takes time. */
export function holdsLater<T>(property: fc.IAsyncProperty<T>, numRuns = 100): Promise<void> {
  return fc.assert(property, parameters(numRuns));
}

function parameters(numRuns: number) {
  return { numRuns: numRuns * Number(PROPERTY_TIMES), seed: PROPERTY_SEED === 'random' ? undefined : Number(PROPERTY_SEED) };
}
