const matches = (patterns: readonly RegExp[]) => (name: string) => patterns.some(pattern => pattern.test(name));

/**
 * A file of tests.
 */
export const isTestFile = matches([/\.(test|spec|e2e-spec|cy)\.(d\.)?[cm]?[jt]sx?(\.map)?$/, /\.[cm]?[jt]sx?\.snap(shot)?$/]);

/**
 * A directory that holds nothing but tests, at any depth.
 */
export const isTestDirectory = matches([/^(__tests__|__mocks__|__snapshots__)$/]);

/**
 * A directory at the top of a package that holds tests and what they read, where there are tests in it.
 */
export const mayHoldTests = matches([/^(tests?|e2e|cypress|playwright)$/i]);

/**
 * True if a path is that of a test, or leads through a directory that is called as those of tests are.
 */
export function isTestPath(path: string): boolean {
  const names = path.split('/');
  return names.some(name => isTestDirectory(name) || mayHoldTests(name) || /^specs?$/.test(name)) || isTestFile(names[names.length - 1]);
}
