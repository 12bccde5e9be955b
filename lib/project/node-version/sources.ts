import { ProjectFiles } from '../files/project-files';
import { own } from '../json/json-shape';
import { Manifest } from '../manifest/manifest';

/**
 * A version, range or alias of Node.js that a project declares.
 */
export interface NodeVersionDeclaration {
  readonly text: string;
  /** Where it was read. */
  readonly source: string;
}

/**
 * Where a project may declare its version of Node.js. Earlier ones win.
 */
export const NODE_VERSION_SOURCES: readonly ((files: ProjectFiles, manifest: Manifest) => NodeVersionDeclaration[])[] = [
  // https://github.com/nvm-sh/nvm#nvmrc
  files => firstLine(files, '.nvmrc'),
  files => firstLine(files, '.node-version'),
  files => toolVersions(files),
  // https://docs.volta.sh/guide/understanding#managing-your-project
  (files, manifest) => declared(own(manifest.volta, 'node'), files.manifestSource('volta.node')),
  (files, manifest) => manifest.runtimes
    .filter(runtime => runtime.name === 'node')
    .flatMap(runtime => declared(runtime.version, files.manifestSource('devEngines.runtime'))),
  (files, manifest) => declared(own(manifest.engines, 'node'), files.manifestSource('engines.node')),
];

function declared(text: string | undefined, source: string): NodeVersionDeclaration[] {
  return text === undefined || text.trim() === '' ? [] : [{ text: text.trim(), source }];
}

function lines(files: ProjectFiles, path: string): string[] {
  return (files.text(path) ?? '').split(/\r?\n/).map(line => line.replace(/#.*/, '').trim()).filter(line => line !== '');
}

function firstLine(files: ProjectFiles, path: string): NodeVersionDeclaration[] {
  return declared(lines(files, path)[0], path);
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
    .flatMap(([, version]) => declared(version, '.tool-versions'));
}
