import ms from 'ms';

/** How long a lock takes to fill, at a metre in two minutes. */
export const remaining = (metres: number): string => ms(metres * 120_000);
