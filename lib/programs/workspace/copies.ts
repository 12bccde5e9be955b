import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'fs';
import { join } from 'path';

const MODULES = 'node_modules';

/**
 * Where copies of packages of the monorepo lie, by the paths of the packages: what pnpm writes into
 * `node_modules/.modules.yaml`, as YAML of one form, or from version 9 on as JSON.
 */
export function parseCopies(text: string): { [path: string]: string[] } {
  if (text.trimStart().startsWith('{')) return JSON.parse(text).injectedDeps ?? {};
  const copies: { [path: string]: string[] } = {};
  let current: string[] | undefined;
  const section = /^injectedDeps:[^\S\n]*\n((?: .*\n?)*)/m.exec(text)?.[1] ?? '';
  for (const line of section.split('\n')) {
    const [, path, copy] = /^ {2}(\S.*):\s*$|^ {4}- (.*\S)\s*$/.exec(line) ?? [];
    if (path !== undefined) current = copies[unquoted(path)] = [];
    if (copy !== undefined) current?.push(unquoted(copy));
  }
  return copies;
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}

/**
 * Makes the copies of packages what the packages are now: an install made them when nothing but manifests was there.
 *
 * @param list the file that says where they lie
 * @param from the directory in which the packages are
 * @param to the directory in which the copies are
 */
export function renewCopies(list: string, from: string, to: string, packages: readonly string[]): void {
  const copies = existsSync(list) ? parseCopies(readFileSync(list, 'utf8')) : {};
  for (const path of packages.filter(item => existsSync(join(from, item)))) {
    // The dependencies of a copy are its own, so what was installed in it stays.
    for (const copy of copies[path] ?? []) {
      mkdirSync(join(to, copy), { recursive: true });
      for (const name of readdirSync(join(from, path)).filter(entry => entry !== MODULES)) {
        // A file of a copy may be the same as one of the store.
        rmSync(join(to, copy, name), { recursive: true, force: true });
        cpSync(join(from, path, name), join(to, copy, name), { recursive: true, verbatimSymlinks: true });
      }
    }
  }
}
