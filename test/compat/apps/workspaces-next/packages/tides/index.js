/** The height of the tide, the given number of hours after high water. */
export const height = hours => Math.round((3 + 2 * Math.cos(hours * Math.PI / 6)) * 10) / 10;
