import { existsSync, readFileSync } from 'fs';
import { join } from 'path';

/** The programs that run inside the build of an image, or in the image itself. */
const PROGRAM_NAMES = ['bundling', 'collect', 'gate', 'prune', 'reports', 'scripts', 'start', 'static', 'workspace'] as const;

export type ProgramName = typeof PROGRAM_NAMES[number];

/** Where the programs lie, each bundled into one file when the library is built. */
const BUNDLES = join(__dirname, 'bundle');

/** The files of all programs, by their paths beside a module that asks for their texts. */
export function programFiles(): { readonly [path: string]: { readonly copyOf: string } } {
  return Object.fromEntries(PROGRAM_NAMES.map(name => [`bundle/${name}.mjs`, { copyOf: join(BUNDLES, `${name}.mjs`) }]));
}

const TEXTS = new Map<ProgramName, string>();

/**
 * Text of a program as it stands in a build context: one ECMAScript module that needs nothing but Node.js.
 *
 * @throws if the library was not built whole
 */
export function programText(name: ProgramName): string {
  const known = TEXTS.get(name);
  if (known !== undefined) return known;
  const file = join(BUNDLES, `${name}.mjs`);
  if (!existsSync(file)) {
    throw new Error(`the programs of cdk-nodejs-image are not bundled, there is no ${file}; in a clone of the library run "npx projen bundle", otherwise install the package again`);
  }
  const text = readFileSync(file, 'utf8');
  TEXTS.set(name, text);
  return text;
}
