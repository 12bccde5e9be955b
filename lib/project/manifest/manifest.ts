import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';
import { ProjectError } from '../model/project-error';
import { describe, isJsonObject, JsonObject, JsonShape, ownProperty } from '../text/json/json-shape';
import { parseJson } from '../text/json/parse-json';
import { withWireit } from './wireit-scripts';

/**
 * A tool and the versions of it that `devEngines` names.
 *
 * @see https://docs.npmjs.com/cli/v11/configuring-npm/package-json#devengines
 */
export interface DevEngine {
  readonly name: string;
  readonly version?: string;
}

/**
 * Content of a `package.json`, checked.
 */
export interface Manifest {
  /** The directory it is in. */
  readonly directory: string;
  readonly name?: string;
  readonly version?: string;
  readonly main?: string;
  readonly module?: string;
  /** `module` where .js files are ECMAScript modules. */
  readonly type?: string;
  readonly packageManager?: string;
  readonly scripts: { [name: string]: string };
  /** Commands of files beside it that say how the application is started. */
  readonly otherStarts?: { readonly [name: string]: string };
  readonly dependencies: { readonly [name: string]: string };
  readonly devDependencies: { readonly [name: string]: string };
  readonly optionalDependencies: { readonly [name: string]: string };
  /** Without those that may be missing. */
  readonly peerDependencies: { readonly [name: string]: string };
  /** The peer dependencies that may be missing. */
  readonly optionalPeers: { readonly [name: string]: string };
  readonly engines: { readonly [name: string]: string };
  readonly volta: { readonly [name: string]: string };
  readonly runtimes: readonly DevEngine[];
  readonly packageManagers: readonly DevEngine[];
  readonly prismaSchema?: string;
  /** The version of Node.js that pnpm runs scripts of the package by. */
  readonly executionNode?: string;
  readonly hasBin: boolean;
  /** The programs of the package: files by their names. */
  readonly bin: { readonly [name: string]: string };
  readonly hasWorkspaces: boolean;
  /** The files that other packages load. */
  readonly exported: readonly string[];
}

/**
 * The dependencies that a package declares for itself, for development or not, with their ranges.
 */
export function declaredDependencies({ devDependencies, dependencies, optionalDependencies }: Manifest): { readonly [name: string]: string } {
  return { ...devDependencies, ...dependencies, ...optionalDependencies };
}

/**
 * Reads the `package.json` of a directory, undefined if there is none.
 *
 * @throws ProjectError if it is not JSON, not an object, or a field is of a wrong type
 */
export function readManifest(files: ProjectFiles, directory: string): Manifest | undefined {
  const fields = manifestFields(files, directory);
  return fields && manifestOf(new JsonShape(manifestPath(directory), fields), directory);
}

/**
 * The fields of the `package.json` of a directory as they are written, for those that have a reader of their own; undefined if
 * there is none.
 *
 * @throws ProjectError if it is not JSON, or not an object
 */
export function manifestFields(files: ProjectFiles, directory: string): JsonObject | undefined {
  const path = manifestPath(directory);
  const text = files.text(path);
  if (text === undefined) return undefined;
  const json = parseJson(text, path);
  if (!isJsonObject(json)) {
    throw new ProjectError(`${path} must hold an object, received ${describe(json)}`);
  }
  return json;
}

function manifestPath(directory: string): string {
  return joinInside(directory, 'package.json')!;
}

/**
 * Manifest of a directory that has no `package.json`.
 */
export function emptyManifest(directory: string): Manifest {
  return manifestOf(new JsonShape('package.json', {}), directory);
}

function manifestOf(shape: JsonShape, directory: string): Manifest {
  const devEngines = shape.object('devEngines');
  return {
    directory,
    name: shape.string('name'),
    version: shape.string('version'),
    main: shape.string('main'),
    module: shape.string('module'),
    type: shape.any('type') === 'module' ? 'module' : undefined,
    packageManager: shape.string('packageManager'),
    scripts: withWireit(shape.strings('scripts'), shape.any('wireit')),
    dependencies: shape.strings('dependencies'),
    devDependencies: shape.strings('devDependencies'),
    optionalDependencies: shape.strings('optionalDependencies'),
    peerDependencies: readPeers(shape, false),
    optionalPeers: readPeers(shape, true),
    engines: shape.strings('engines'),
    volta: shape.strings('volta'),
    runtimes: readDevEngines(devEngines, 'runtime'),
    packageManagers: readDevEngines(devEngines, 'packageManager'),
    prismaSchema: readPrismaSchema(shape),
    executionNode: readExecutionNode(shape),
    hasBin: (shape.any('bin') ?? undefined) !== undefined,
    bin: readBin(shape.any('bin')),
    hasWorkspaces: (shape.any('workspaces') ?? undefined) !== undefined,
    exported: [...new Set([shape.any('main'), shape.any('module'), shape.any('exports')].flatMap(filesNamed))],
  };
}

/**
 * The text of a script, or of what another file starts; undefined if there is none of that name or it is empty.
 */
export function scriptOf(manifest: Manifest, name: string): string | undefined {
  return (ownProperty(manifest.scripts, name) ?? ownProperty(manifest.otherStarts ?? {}, name))?.trim() || undefined;
}

/**
 * True if a package is installed by a production install of this manifest.
 */
export function isProductionDependency(manifest: Manifest, name: string): boolean {
  return Object.hasOwn(manifest.dependencies, name) || Object.hasOwn(manifest.optionalDependencies, name);
}

/**
 * True if a package is installed only together with the development dependencies of this manifest.
 */
export function isDevelopmentDependency(manifest: Manifest, name: string): boolean {
  return Object.hasOwn(manifest.devDependencies, name) && !isProductionDependency(manifest, name);
}

function readDevEngines(devEngines: JsonShape | undefined, key: string): DevEngine[] {
  return (devEngines?.objects(key) ?? []).flatMap(engine => {
    const name = engine.string('name');
    return name === undefined ? [] : [{ name, version: engine.string('version') }];
  });
}

function readBin(bin: unknown): { [name: string]: string } {
  const named = typeof bin === 'string' ? { '': bin } : isJsonObject(bin) ? bin : {};
  return Object.fromEntries(Object.entries(named).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** @see https://pnpm.io/package_json#pnpmexecutionenvnodeversion */
function readExecutionNode(shape: JsonShape): string | undefined {
  const pnpm = shape.any('pnpm');
  const environment = isJsonObject(pnpm) ? ownProperty(pnpm, 'executionEnv') : undefined;
  const version = isJsonObject(environment) ? ownProperty(environment, 'nodeVersion') : undefined;
  return typeof version === 'string' ? version : undefined;
}

function readPrismaSchema(shape: JsonShape): string | undefined {
  const prisma = shape.any('prisma');
  const schema = isJsonObject(prisma) ? ownProperty(prisma, 'schema') : undefined;
  return typeof schema === 'string' ? schema : undefined;
}

/**
 * @see https://docs.npmjs.com/cli/v11/configuring-npm/package-json#peerdependenciesmeta
 */
function readPeers(shape: JsonShape, optional: boolean): { [name: string]: string } {
  const declared = shape.any('peerDependencies');
  const meta = shape.any('peerDependenciesMeta');
  const isOptional = (name: string) => {
    const about = isJsonObject(meta) ? ownProperty(meta, name) : undefined;
    return isJsonObject(about) && ownProperty(about, 'optional') === true;
  };
  return Object.fromEntries(Object.entries(isJsonObject(declared) ? declared : {})
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string' && isOptional(entry[0]) === optional));
}

/**
 * Every file that a value of `exports` names, however deep its conditions are; patterns and types are left out.
 *
 * @see https://nodejs.org/api/packages.html#conditional-exports
 */
function filesNamed(value: unknown): string[] {
  if (typeof value === 'string') return /\*|\.d\.[cm]?ts$/.test(value) ? [] : [joinInside('', value)].filter((path): path is string => !!path && path !== 'package.json');
  if (Array.isArray(value)) return value.flatMap(filesNamed);
  return isJsonObject(value) ? Object.entries(value).filter(([condition]) => condition !== 'types').flatMap(([, target]) => filesNamed(target)) : [];
}
