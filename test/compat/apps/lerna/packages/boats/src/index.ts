export const BOATS: readonly string[] = ['Heron', 'Teal'];
