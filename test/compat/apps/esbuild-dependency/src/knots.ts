export const kilometres = (knots: number): number => Math.round(knots * 1.852);
