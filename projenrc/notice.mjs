// Writes NOTICE: whose code is in the package, under which licence, with the texts that have to go along.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledPackages, TAKEN } from './bundled-packages.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const packages = bundledPackages(root);
if (packages.length === 0 && existsSync(join(root, 'NOTICE'))) {
  // a release packs once more what another job has compiled, bundled and written down
  process.exit(0);
}
const refused = packages.filter(({ license }) => !TAKEN.includes(license));
if (packages.length === 0 || refused.length > 0) {
  console.error(packages.length === 0 ? 'nothing is bundled: run "npx projen bundle" first'
    : `no licence that is known to be compatible: ${refused.map(({ name, license }) => `${name} (${license})`).join(', ')}`);
  process.exit(1);
}

/** Each text once, with the packages that it is of. One that has none comes under the licence of this package. */
const byText = new Map();
for (const { name, version, license, texts } of packages) {
  for (const text of texts.length > 0 ? texts : [readFileSync(join(root, 'LICENSE'), 'utf8').trim()]) {
    byText.set(text, [...byText.get(text) ?? [], `${name} ${version} (${license})`]);
  }
}
const { name, bundledDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const line = '-'.repeat(80);
writeFileSync(join(root, 'NOTICE'), [
  `${name} comes under the licence in the file LICENSE.`,
  '',
  'What it runs in image builds, in CodeBuild and in Lambda has code of the packages below in it.',
  `${bundledDependencies.join(', ')}, and what they depend on, are in node_modules of this package, each with its licence beside it.`,
  ...[...byText].flatMap(([text, names]) => ['', line, ...names, '', text]),
  '',
].join('\n'));
