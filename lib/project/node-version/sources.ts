import { posix } from 'path';
import { ProjectFiles } from '../files/project-files';
import { Manifest } from '../manifest/manifest';
import { isJsonObject, ownProperty } from '../text/json/json-shape';
import { parseJson } from '../text/json/parse-json';
import { requireUtf8 } from '../text/json/utf8';

/**
 * A version, range or alias of Node.js that a project declares.
 */
export interface NodeVersionDeclaration {
  readonly text: string;
  /** Where it was read. */
  readonly source: string;
}

/**
 * One place in which a version may be declared.
 */
export interface NodeVersionSource {
  /** True if a package of a monorepo states it in place of the root. What does not is asked of both. */
  readonly nearest: boolean;

  /** True if it counts for everything below the directory it is in, as version managers see it. */
  readonly inherited: boolean;

  read(files: ProjectFiles, manifest: Manifest): NodeVersionDeclaration[];
}

/** https://mise.jdx.dev/configuration.html */
const MISE_FILES = ['mise.toml', '.mise.toml', 'mise/config.toml', '.mise/config.toml', '.config/mise.toml', '.config/mise/config.toml'];

/**
 * Where a project may declare its version of Node.js. Earlier ones win.
 */
export const NODE_VERSION_SOURCES: readonly NodeVersionSource[] = [
  // https://github.com/nvm-sh/nvm#nvmrc
  { nearest: true, inherited: true, read: files => firstLine(files, '.nvmrc') },
  { nearest: true, inherited: true, read: files => firstLine(files, '.node-version') },
  { nearest: true, inherited: true, read: files => toolVersions(files) },
  // https://mise.jdx.dev/configuration.html
  { nearest: true, inherited: true, read: files => MISE_FILES.flatMap(file => miseVersion(files, file)) },
  // https://moonrepo.dev/docs/proto/config
  { nearest: true, inherited: true, read: files => protoVersion(files) },
  // https://pnpm.io/settings#usenodeversion
  { nearest: false, inherited: false, read: (files, manifest) => pnpmVersion(files, manifest) },
  { nearest: true, inherited: false, read: voltaVersion },
  {
    nearest: false,
    inherited: false,
    read: (files, manifest) => manifest.runtimes
      .filter(runtime => runtime.name === 'node')
      .flatMap(runtime => declared(runtime.version, files.manifestSource('devEngines.runtime'))),
  },
  { nearest: false, inherited: false, read: (files, manifest) => declared(ownProperty(manifest.engines, 'node'), files.manifestSource('engines.node')) },
];

/**
 * Version that Volta reads: the field of the project, or of the first file that it extends, and so on.
 *
 * @see https://docs.volta.sh/advanced/workspaces
 */
function voltaVersion(files: ProjectFiles, manifest: Manifest): NodeVersionDeclaration[] {
  let volta: { readonly [name: string]: unknown } = manifest.volta;
  let [path, source] = ['package.json', files.manifestSource('volta.node')];
  const seen = new Set<string>();
  for (;;) {
    const node = ownProperty(volta, 'node');
    if (typeof node === 'string' && node.trim() !== '') return declared(node, source);
    const next = ownProperty(volta, 'extends');
    if (typeof next !== 'string' || next === '') return [];
    path = posix.join(posix.dirname(path), next);
    if (seen.has(path) || posix.isAbsolute(path) || files.kind(path) !== 'file') return [];
    seen.add(path);
    const json = parseJson(files.text(path) ?? '', path);
    const field = isJsonObject(json) ? ownProperty(json, 'volta') : undefined;
    volta = isJsonObject(field) ? field : {};
    source = `${files.name(path)}: volta.node`;
  }
}

function declared(text: string | undefined, source: string): NodeVersionDeclaration[] {
  return text === undefined || text.trim() === '' ? [] : [{ text: text.trim(), source }];
}

function lines(files: ProjectFiles, path: string): string[] {
  const text = files.text(path) ?? '';
  requireUtf8(text, path);
  return text.split(/\r?\n/).map(line => line.replace(/#.*/, '').trim()).filter(line => line !== '');
}

function firstLine(files: ProjectFiles, path: string): NodeVersionDeclaration[] {
  return declared(lines(files, path)[0], files.name(path));
}

/**
 * The first version is the one that is used; those behind it are fallbacks. `path:`, `ref:` and
 * `system` name what is on a developer's machine.
 *
 * @see https://asdf-vm.com/manage/configuration.html#tool-versions
 */
function toolVersions(files: ProjectFiles): NodeVersionDeclaration[] {
  return lines(files, '.tool-versions')
    .map(line => line.split(/\s+/))
    .filter(([tool, version]) => ['nodejs', 'node'].includes(tool) && version !== undefined && !/^(path:|ref:|system$)/.test(version))
    .slice(0, 1)
    .flatMap(([, version]) => declared(version, files.name('.tool-versions')));
}

/**
 * The version in the table `tools` of mise: a string, the first of a list, or the `version` of a table.
 */
function miseVersion(files: ProjectFiles, file: string): NodeVersionDeclaration[] {
  const table = lines(files, file).join('\n').split(/^(?=\[)/m).find(part => /^\[\s*tools\s*\]/.test(part)) ?? '';
  const text = /^"?(?:node|nodejs)"?\s*=\s*(?:\[\s*|\{.*?\bversion\s*=\s*)?(["'])([^"'\n]*)\1/m.exec(table)?.[2];
  return text === undefined || /^(path:|ref:|prefix:|system$)/.test(text) ? [] : declared(text, files.name(file));
}

/** Tools stand at the top of the file, in front of every table. */
function protoVersion(files: ProjectFiles): NodeVersionDeclaration[] {
  const [tools] = lines(files, '.prototools').join('\n').split(/^\[/m);
  return declared(/^"?node"?\s*=\s*(["'])([^"'\n]*)\1/m.exec(tools)?.[2], files.name('.prototools'));
}

/** The version of Node.js that pnpm runs scripts by. */
function pnpmVersion(files: ProjectFiles, manifest: Manifest): NodeVersionDeclaration[] {
  return [
    ...declared(/^useNodeVersion:\s*["']?([\w.-]+)/m.exec(files.text('pnpm-workspace.yaml') ?? '')?.[1], files.name('pnpm-workspace.yaml')),
    ...declared(/^use-node-version\s*=\s*["']?([\w.-]+)/m.exec(files.text('.npmrc') ?? '')?.[1], files.name('.npmrc')),
    ...declared(manifest.executionNode, files.manifestSource('pnpm.executionEnv.nodeVersion')),
  ].slice(0, 1);
}
