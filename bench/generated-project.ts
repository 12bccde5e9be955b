import * as fs from 'fs';
import * as path from 'path';

/** Size of a project of generated sources. */
export interface GeneratedProject {
  readonly files: number;
  /** Bytes of all its sources. */
  readonly bytes: number;
}

/** Project of a realistic size: 1,500 files, 20 MiB. */
export const REALISTIC: GeneratedProject = { files: 1500, bytes: 20 * 1024 * 1024 };

const TEST_SCRIPT = 'node --test';

/** Writes a project into an empty directory, the same every time. */
export function generateProject(directory: string, { files, bytes }: GeneratedProject = REALISTIC): void {
  const packages = Array.from({ length: 300 }, (_, index) => `package-${index}`);
  const production = packages.slice(0, 60);
  const manifest = {
    name: 'generated',
    version: '1.0.0',
    engines: { node: '>=24' },
    scripts: { start: 'node src/main.js', test: TEST_SCRIPT },
    dependencies: Object.fromEntries(production.map(name => [name, '^1.0.0'])),
  };
  write(directory, 'package.json', json(manifest));
  write(directory, 'package-lock.json', json({
    name: manifest.name,
    version: manifest.version,
    lockfileVersion: 3,
    packages: {
      '': manifest,
      ...Object.fromEntries(packages.map((name, index) => [`node_modules/${name}`, { version: '1.0.0', dev: index < 60 ? undefined : true }])),
    },
  }));
  const random = generator(1);
  for (let index = 0; index < files; index++) {
    const folder = index % 5 === 0 ? 'test' : 'src';
    const name = index % 5 === 0 ? `part-${index}.test.js` : `part-${index}.js`;
    write(directory, `${folder}/area-${index % 40}/${name}`, text(random, bytes / files));
  }
  write(directory, 'src/main.js', '// starts\n');
}

/** Writes a workspace of npm into an empty directory: a service a package, twenty files each, every tenth a library of the nine before it. */
export function generateWorkspace(directory: string, packages: number): string[] {
  const names = Array.from({ length: packages }, (_, index) => `part-${index}`);
  const random = generator(2);
  const manifests = names.map((name, index) => ({
    name: `@generated/${name}`,
    version: '1.0.0',
    private: true,
    scripts: { start: 'node src/main.js', test: TEST_SCRIPT },
    dependencies: index % 10 === 9 ? undefined : index - index % 10 + 9 < packages ? { [`@generated/part-${index - index % 10 + 9}`]: '1.0.0' } : undefined,
  }));
  const root = { name: 'generated', private: true, workspaces: ['packages/*'], engines: { node: '24' } };
  write(directory, 'package.json', json(root));
  write(directory, 'package-lock.json', json({
    name: root.name,
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': root,
      ...Object.fromEntries(manifests.map(({ name }, index) => [`node_modules/${name}`, { resolved: `packages/${names[index]}`, link: true }])),
      ...Object.fromEntries(manifests.map(({ name, version, dependencies }, index) => [`packages/${names[index]}`, { name, version, dependencies }])),
    },
  }));
  names.forEach((name, index) => {
    write(directory, `packages/${name}/package.json`, json(manifests[index]));
    write(directory, `packages/${name}/src/main.js`, '// starts\n');
    for (let file = 0; file < 18; file++) {
      write(directory, `packages/${name}/src/part-${file}.js`, text(random, 2048));
    }
  });
  return names.map(name => `packages/${name}`);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
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
