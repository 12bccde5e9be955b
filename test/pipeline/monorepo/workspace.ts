import * as fs from 'fs';
import * as path from 'path';
import { add, temporaryDirectory } from '../../temporary';

/** A generated monorepo of npm. */
export interface WorkspaceOptions {
  /** How many services there are. */
  readonly services: number;
  /** How many packages they share. Each depends on one before it, so that a few are in the closure of many. */
  readonly packages: number;
  /** How many files each has. */
  readonly files?: number;
}

export const serviceName = (index: number) => `service-${index}`;

/** The package that a service depends on. */
export const sharedBy = (service: number, { packages }: WorkspaceOptions) => service % packages;

/** The package before it that a package depends on; the first depends on none. */
export const before = (index: number) => Math.floor((index - 1) / 2);

/** The services that have a package in their closure. */
export function servicesWith(shared: number, options: WorkspaceOptions): string[] {
  const reaches = (from: number): boolean => from === shared || (from > 0 && reaches(before(from)));
  return Array.from({ length: options.services }, (_, index) => index).filter(index => reaches(sharedBy(index, options))).map(serviceName);
}

/** Writes a monorepo, as a checkout without its history. */
export function workspace(options: WorkspaceOptions): string {
  const directory = temporaryDirectory();
  const lock: Record<string, unknown> = { '': { name: 'root', workspaces: ['services/*', 'packages/*'] } };
  const member = (place: string, manifest: { name: string }) => {
    lock[place] = manifest;
    lock[`node_modules/${manifest.name}`] = { resolved: place, link: true };
    add(directory, { [`${place}/package.json`]: manifest });
    for (let file = 0; file < (options.files ?? 2); file++) add(directory, { [`${place}/src/file-${file}.js`]: `// ${place}\nmodule.exports = ${file};\n` });
  };
  for (let index = 0; index < options.packages; index++) {
    const dependencies = index === 0 ? {} : { [`@team/lib-${before(index)}`]: '1.0.0' };
    member(`packages/lib-${index}`, { name: `@team/lib-${index}`, version: '1.0.0', main: 'src/file-0.js', dependencies } as { name: string });
  }
  for (let index = 0; index < options.services; index++) {
    const dependencies = { [`@team/lib-${sharedBy(index, options)}`]: '1.0.0' };
    member(`services/${serviceName(index)}`, {
      name: `@team/${serviceName(index)}`, version: '1.0.0', scripts: { start: 'node src/file-0.js', test: 'node --test' }, dependencies,
    } as { name: string });
  }
  add(directory, {
    '.nvmrc': '24\n',
    'README.md': 'for people\n',
    'docs/guide.md': 'for people\n',
    'package.json': { name: 'root', private: true, workspaces: ['services/*', 'packages/*'] },
    'package-lock.json': { name: 'root', lockfileVersion: 3, packages: lock },
  });
  fs.mkdirSync(path.join(directory, '.git'));
  return directory;
}

/** Changes a file. */
export function touch(directory: string, file: string, text: string): void {
  fs.appendFileSync(path.join(directory, file), `// ${text}\n`);
}
