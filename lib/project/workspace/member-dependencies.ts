import * as semver from 'semver';
import { joinInside } from '../files/relative-path';
import { Manifest } from '../manifest/manifest';
import { ProjectError } from '../model/project-error';
import { Members } from './members';

/**
 * A dependency of one package of a monorepo on another one.
 */
export interface MemberDependency {
  readonly name: string;
  /** The path of the other one. */
  readonly path: string;
  /** True if it is needed to run, not only to build and to test. */
  readonly production: boolean;
}

/**
 * The dependencies of a package, or of the root, that are packages of the same monorepo, in the order of their paths.
 *
 * @throws ProjectError if one is declared to be a package of the monorepo, and there is none of its name
 */
export function memberDependencies(manifest: Manifest, members: Members): MemberDependency[] {
  const found = new Map<string, MemberDependency>();
  const add = (declared: { readonly [name: string]: string }, production: boolean) => {
    for (const [name, specifier] of Object.entries(declared)) {
      const path = memberOf(name, specifier, manifest, members);
      if (path === undefined || path === manifest.directory) continue;
      found.set(path, { name, path, production: production || found.get(path)?.production === true });
    }
  };
  add(manifest.devDependencies, false);
  add(manifest.dependencies, true);
  add(manifest.optionalDependencies, true);
  add(manifest.peerDependencies, true);
  return [...found.values()].sort((a, b) => a.path < b.path ? -1 : 1);
}

function memberOf(name: string, specifier: string, manifest: Manifest, members: Members): string | undefined {
  const local = /^(?:file|link|portal):(.*)$/s.exec(specifier)?.[1];
  if (local !== undefined) return pathOf(local, manifest, members);
  const workspace = /^workspace:(.*)$/s.exec(specifier)?.[1];
  if (workspace === undefined) {
    const member = members.named(name);
    return member && satisfies(member.version, specifier.trim()) ? member.directory : undefined;
  }
  // https://pnpm.io/workspaces#referencing-workspace-packages-through-aliases
  const alias = /^(@?[^@/]+(?:\/[^@]+)?)@/.exec(workspace)?.[1];
  const path = /^\.{0,2}\//.test(workspace) ? pathOf(workspace, manifest, members) : members.named(alias ?? name)?.directory;
  if (path === undefined) {
    throw new ProjectError(
      `${manifest.directory === '' ? 'the root' : manifest.directory} depends on ${name}, which is to be a package of the monorepo (${specifier}), but ${members.declaration.file} in ${members.root.directory} names none like it (${members.declaration.patterns.texts.join(', ')}): add it there, or correct the dependency`,
    );
  }
  return path;
}

function pathOf(target: string, manifest: Manifest, members: Members): string | undefined {
  const path = joinInside(manifest.directory, target);
  return path === undefined ? undefined : members.at(path)?.directory;
}

/**
 * True if a package manager links the package, instead of asking a registry for another version of it.
 */
function satisfies(version: string | undefined, range: string): boolean {
  if (range === '' || range === '*') return true;
  return version !== undefined && semver.validRange(range, { loose: true }) !== null && semver.satisfies(version, range, { loose: true });
}
