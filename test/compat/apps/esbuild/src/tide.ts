import ms from 'ms';

/** The time from one hour to another. */
export const until = (from: number, to: number): string => ms((to - from) * 3_600_000, { long: true });
