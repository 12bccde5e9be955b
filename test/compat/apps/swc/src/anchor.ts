/** How much chain an anchor needs at a depth. */
export const scope = (depth: number): number => depth * 5;
