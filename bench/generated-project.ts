import * as fs from 'fs';
import * as path from 'path';

const FILES = 1500;
const BYTES = 20 * 1024 * 1024;

/** Writes a project of a realistic size into an empty directory: 1,500 files, 20 MiB, the same every time. */
export function generateProject(directory: string): void {
  const packages = Array.from({ length: 300 }, (_, index) => `package-${index}`);
  const production = packages.slice(0, 60);
  const manifest = {
    name: 'generated',
    version: '1.0.0',
    engines: { node: '>=24' },
    scripts: { start: 'node src/main.js', test: 'node --test' },
    dependencies: Object.fromEntries(production.map(name => [name, '^1.0.0'])),
  };
  write(directory, 'package.json', JSON.stringify(manifest, undefined, 2));
  write(directory, 'package-lock.json', JSON.stringify({
    name: manifest.name,
    version: manifest.version,
    lockfileVersion: 3,
    packages: {
      '': manifest,
      ...Object.fromEntries(packages.map((name, index) => [`node_modules/${name}`, { version: '1.0.0', dev: index < 60 ? undefined : true }])),
    },
  }, undefined, 2));
  const random = generator(1);
  for (let index = 0; index < FILES; index++) {
    const folder = index % 5 === 0 ? 'test' : 'src';
    const name = index % 5 === 0 ? `part-${index}.test.js` : `part-${index}.js`;
    write(directory, `${folder}/area-${index % 40}/${name}`, text(random, BYTES / FILES));
  }
  write(directory, 'src/main.js', '// starts\n');
}

function write(directory: string, name: string, content: string): void {
  const file = path.join(directory, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

/** Lines of words, between a half and one and a half of a length. */
function text(random: () => number, length: number): string {
  const lines: string[] = [];
  for (let left = length * (0.5 + random()); left > 0; left -= 60) {
    lines.push(`// ${Array.from({ length: 7 }, () => Math.floor(random() * 36 ** 7).toString(36)).join(' ')}`);
  }
  return `${lines.join('\n')}\n`;
}

/** A linear congruential generator: the same numbers on every machine. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) % 2 ** 32;
    return (state < 0 ? state + 2 ** 32 : state) / 2 ** 32;
  };
}
