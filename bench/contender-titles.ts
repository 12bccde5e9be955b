/** Ways to build an application, in the order of tables and charts, and what they are called there. */
export const TITLES: { readonly [contender: string]: string } = {
  naive: 'one stage',
  article: 'the article',
  guide: 'Docker\'s guide',
  fly: '@flydotio/dockerfile',
  best: 'best by hand',
  ours: 'ours',
  distroless: 'ours, distroless',
  bundled: 'ours, distroless, bundled',
};

/** What the others are compared with. */
export const REFERENCE = 'best';
