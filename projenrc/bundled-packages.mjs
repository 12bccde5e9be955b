// Packages of others whose code is inside of bundles, with the licences they come under.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inputsOf } from './bundle-inputs.mjs';

/** Licences whose only condition is that their text goes along. Another one is for somebody to read first. */
export const TAKEN = ['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

/**
 * Packages in what is bundled and published, by name and version.
 *
 * @param root directory of the repository, in which `bundle.mjs` has run
 * @returns of each package its name, version, licence, and the texts that have to go along: its licence, and its NOTICE where it has one
 */
export function bundledPackages(root) {
  const folders = new Set(inputsOf(root).flatMap(input => {
    const end = /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input);
    return end ? [end[0]] : [];
  }));
  const packages = [...folders].map(folder => packageAt(join(root, folder)));
  const each = new Map(packages.map(one => [`${one.name}@${one.version}`, one]));
  return [...each.entries()].sort(([a], [b]) => a < b ? -1 : 1).map(([, one]) => one);
}

function packageAt(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = existsSync(folder) ? readdirSync(folder).filter(file => /^(licen[cs]e|copying|notice)([.-][\w.-]+)?$/i.test(file)).sort() : [];
  return { name, version, license, texts: texts.map(file => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()) };
}
