export function days(count: number): string;
