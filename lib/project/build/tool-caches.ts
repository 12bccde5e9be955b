import { createHash } from 'crypto';
import { ProjectFiles } from '../files/project-files';
import { joinInside, sortedUnique } from '../files/relative-path';
import { DetectedFramework } from '../frameworks/detect-framework';
import { declaredDependencies, Manifest } from '../manifest/manifest';
import { KeptCaches } from '../model/kept-caches';
import { PackageManager } from '../package-managers/package-manager';

/** A tool that keeps what it made, by content, where only its next run reads it. */
interface CachingTool {
  readonly packages: readonly string[];
  /** Relative to the root of the monorepo, or to the project that stands alone. */
  readonly directories: readonly string[];
}

/**
 * Tools beside frameworks. What a compiler remembers of its own output (`*.tsbuildinfo`) is none: without that output it would
 * write nothing.
 *
 * @see https://turborepo.com/docs/reference/configuration#cachedir
 * @see https://nx.dev/docs/reference/environment-variables
 */
const TOOLS: readonly CachingTool[] = [
  { packages: ['turbo'], directories: ['.turbo/cache'] },
  { packages: ['nx'], directories: ['.nx/cache', '.nx/workspace-data'] },
  { packages: ['parcel'], directories: ['.parcel-cache'] },
];

/** Where most other tools keep it: Babel's and Terser's loaders, webpack, Rspack, Nuxt, Docusaurus. */
const OF_MODULES = 'node_modules/.cache';

/** Questions for finding the caches of tools. */
export interface ToolCacheReader {
  /** Where the package lies in its monorepo; empty if it stands alone. */
  readonly path: string;
  readonly manifest: Manifest;
  /** Where dependencies are installed. */
  readonly root: ProjectFiles;
  readonly rootManifest: Manifest;
  readonly lockfiles: { readonly own?: string };
  readonly framework: DetectedFramework | undefined;
  readonly packageManager: PackageManager;
}

/** The directories in which tools of the build keep what they made. */
export function toolCaches({ path, manifest, root, rootManifest, lockfiles, framework, packageManager }: ToolCacheReader): KeptCaches {
  const inArchives = packageManager._definition.nodeOptions !== undefined;
  const declared = { ...declaredDependencies(rootManifest), ...declaredDependencies(manifest) };
  const own = [...framework?.reading.caches ?? [], ...inArchives ? [] : [OF_MODULES]];
  return {
    key: keyOf(path, manifest, lockfiles.own === undefined ? JSON.stringify(declared) : root.text(lockfiles.own) ?? ''),
    directories: sortedUnique([
      ...own.map(directory => joinInside(path, directory)!),
      ...inArchives ? [] : [OF_MODULES],
      ...TOOLS.filter(({ packages }) => packages.some(name => Object.hasOwn(declared, name))).flatMap(({ directories }) => directories),
    ]),
  };
}

function keyOf(path: string, { name }: Manifest, dependencies: string): string {
  const hash = createHash('sha256');
  for (const part of [name ?? '', path, dependencies]) hash.update(`${Buffer.byteLength(part)}\0${part}`);
  return hash.digest('hex').slice(0, 16);
}
