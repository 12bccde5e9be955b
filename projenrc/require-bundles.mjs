// Runs before the package is packed: without a bundle, what needs it would throw where the package is installed.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const lib = join(dirname(fileURLToPath(import.meta.url)), '../lib');
const entries = folder => readdirSync(join(lib, folder)).filter(name => existsSync(join(lib, folder, name, 'index.ts')));
const missing = [
  'project/text/javascript/bundle/parser.js',
  'project/text/settings/bundle/parsers.js',
  'project/text/dockerfile/bundle/dockerfile.js',
  'context/bundle/tar.js',
  'steps/bundle/step.mjs',
  'cli/bundle/rehearsal.mjs',
  'cli/bundle/libraries.js',
  ...entries('programs').map(name => `programs/bundle/${name}.mjs`),
  ...entries('handlers').map(name => `handlers/${name}/bundle/index.js`),
].filter(file => !existsSync(join(lib, file)));
if (missing.length > 0) {
  console.error(`cannot pack without ${missing.map(file => `lib/${file}`).join(', ')}: run "npx projen bundle" first`);
  process.exit(1);
}
