/** Most lines of a file in `lib/`. */
const MOST_LINES = 300;

interface Override {
  readonly files: string[];
  readonly rules: Record<string, unknown>;
}

/** ESLint overrides for the files of `lib/`: their lengths, and their names by patterns of those that are not in kebab-case. */
export function fileOverrides(): Override[] {
  const message = 'name files and folders in kebab-case.';
  return [
    { files: ['lib/**/*.ts'], rules: { 'max-lines': ['error', { max: MOST_LINES }] } },
    {
      files: ['*[A-Z_]*', '[0-9-]*'].flatMap(name => [`lib/**/${name}.ts`, `lib/**/${name}/**/*.ts`]),
      rules: { 'no-restricted-syntax': ['error', { selector: 'Program', message }] },
    },
  ];
}
