export const fathoms = metres => Math.round(metres / 1.8288);
