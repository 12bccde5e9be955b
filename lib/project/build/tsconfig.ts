import { ProjectFiles } from '../files/project-files';
import { directoryOf, joinInside } from '../files/relative-path';
import { ProjectError } from '../model/project-error';
import { describe, isJsonObject, JsonObject, ownProperty } from '../text/json/json-shape';
import { parseJsonWithComments } from '../text/json/parse-json';

/**
 * Options that decide where TypeScript writes.
 */
interface EmitOptions {
  readonly outDir?: string;
  readonly outFile?: string;
  readonly noEmit?: boolean;
}

/**
 * The directories TypeScript writes to, relative to the one it is called in; an empty path where it writes
 * beside the sources.
 *
 * @param project the configuration, or the directory it is in
 * @param references whether the projects that it refers to are built, too
 * @throws ProjectError if a configuration cannot be parsed
 */
export function tsconfigOutputs(files: ProjectFiles, directory: string, project: string, references: boolean): string[] {
  const path = configPath(files, directory, project);
  if (path === undefined) return [];
  return outputsOf(files, path, references, new Set()).map(output => relativeTo(directory, output));
}

function outputsOf(files: ProjectFiles, path: string, references: boolean, seen: Set<string>): string[] {
  const config = seen.has(path) ? undefined : readConfig(files, path);
  seen.add(path);
  if (!config) return [];
  const referred = references && Array.isArray(config.references) ? config.references : [];
  const others = referred.flatMap(reference => {
    const target = isJsonObject(reference) && typeof reference.path === 'string' ? configPath(files, directoryOf(path), reference.path) : undefined;
    return target === undefined ? [] : outputsOf(files, target, true, seen);
  });
  // A configuration without files of its own only refers to others.
  const onlyRefers = Array.isArray(config.files) && config.files.length === 0 && config.include === undefined;
  const options = emitOptions(files, path, path, []);
  if (onlyRefers || options.noEmit) return others;
  const file = options.outFile === undefined ? undefined : directoryOf(options.outFile);
  return [file ?? options.outDir ?? directoryOf(path), ...others];
}

/**
 * The options of a configuration over those of the ones it extends. Paths are relative to the file that states them.
 *
 * @see https://www.typescriptlang.org/tsconfig/#extends
 */
function emitOptions(files: ProjectFiles, path: string, root: string, callers: readonly string[]): EmitOptions {
  const config = callers.includes(path) ? undefined : readConfig(files, path);
  if (!config) return {};
  const bases = typeof config.extends === 'string' ? [config.extends] : Array.isArray(config.extends) ? config.extends : [];
  const inherited = bases.map((base): EmitOptions => {
    // Configurations in packages are not installed yet, and say nothing about directories.
    const target = typeof base === 'string' && /^\.{0,2}\//.test(base) ? basePath(files, directoryOf(path), base) : undefined;
    return target === undefined ? {} : emitOptions(files, target, root, [...callers, path]);
  });
  const options = isJsonObject(config.compilerOptions) ? config.compilerOptions : {};
  return Object.assign({}, ...inherited, {
    ...location(options, 'outDir', path, root),
    ...location(options, 'outFile', path, root),
    ...typeof options.noEmit === 'boolean' ? { noEmit: options.noEmit } : {},
  });
}

function location(options: JsonObject, key: 'outDir' | 'outFile', path: string, root: string): EmitOptions {
  const value = ownProperty(options, key);
  if (typeof value !== 'string' || value === '') return {};
  // https://www.typescriptlang.org/docs/handbook/release-notes/typescript-5-5.html#the-configdir-template-variable-for-configuration-files
  const fromRoot = value.startsWith('${configDir}');
  const target = joinInside(directoryOf(fromRoot ? root : path), fromRoot ? `.${value.slice('${configDir}'.length)}` : value);
  return target === undefined ? {} : { [key]: target };
}

function configPath(files: ProjectFiles, directory: string, project: string): string | undefined {
  const target = joinInside(directory, project);
  if (target === undefined) return undefined;
  return files.kind(target) === 'directory' ? joinInside(target, 'tsconfig.json') : target;
}

function basePath(files: ProjectFiles, directory: string, base: string): string | undefined {
  const target = joinInside(directory, base);
  if (target === undefined) return undefined;
  return [target, `${target}.json`, `${target}/tsconfig.json`].find(candidate => files.kind(candidate) === 'file');
}

function readConfig(files: ProjectFiles, path: string): JsonObject | undefined {
  const text = files.kind(path) === 'file' ? files.text(path) : undefined;
  if (text === undefined) return undefined;
  const config = parseJsonWithComments(text, path);
  if (!isJsonObject(config)) throw new ProjectError(`${path} must hold an object, received ${describe(config)}`);
  return config;
}

function relativeTo(directory: string, path: string): string {
  if (directory === '') return path;
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : `${'../'.repeat(directory.split('/').length)}${path}`;
}
