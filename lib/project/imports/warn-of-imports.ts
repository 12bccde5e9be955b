import { builtinModules } from 'module';
import { ProjectFiles } from '../files/project-files';
import { directoryOf, isWithin, joinInside } from '../files/relative-path';
import { Manifest } from '../manifest/manifest';
import { Findings } from '../model/findings';
import { ModuleGraph } from '../modules/module-graph';
import { ModuleResolver } from '../modules/module-resolver';
import { LockfileReading } from '../package-managers/definition/definition';
import { SourceModule } from '../text/javascript/source-module';
import { isJsonObject, ownProperty } from '../text/json/json-shape';
import { parseJsonWithComments } from '../text/json/parse-json';
import { certainImports } from './certain-imports';
import { OpenedPath, openedPaths } from './opened-paths';
import { otherwiseSpelled } from './spelled-path';

/**
 * Context for telling if everything that sources load is there.
 */
export interface ImportsContext {
  /** The files of where dependencies are installed. */
  readonly files: ProjectFiles;
  /** The directories that enter a build, from there: of the package and of those that it needs; `''` where it stands alone. */
  readonly directories: readonly string[];
  /** The directory of the package. */
  readonly path: string;
  /** The one that the program runs in; undefined where that cannot be told. */
  readonly workingDirectory: string | undefined;
  /** Every package of the monorepo. */
  readonly members: readonly Manifest[];
  /** Further files of the root that enter. */
  readonly rootFiles: readonly string[];
  /** The package, and what is installed beside it. */
  readonly manifests: readonly Manifest[];
  readonly lockfile: LockfileReading | undefined;
  /** The files that the start and the build begin with. */
  readonly entries: readonly string[];
  /** The one of the start, where it runs as it was written, module by module. */
  readonly started: string | undefined;
  /** True if what starts is compiled then, by the settings of the package. */
  readonly compilesAtStart: boolean;
  /** True if modules run as deep in the tree as they lie in it, so that what they open from there is what they name. */
  readonly keepsDepth: boolean;
}

/** A package by its name. */
const PACKAGE = /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*(?=\/|$)/i;

/**
 * Warns of what sources load and no image will have: files of the repository that do not enter, and packages that a
 * production install does not bring.
 */
export function warnOfImports(context: ImportsContext, findings: Findings) {
  const { files, members, path } = context;
  const resolver = new ModuleResolver(files, name => members.find(member => member.name === name)?.directory);
  const graph = new ModuleGraph(files, resolver, context.entries);
  for (const module of graph.modules) {
    for (const { specifier, typeOnly } of module.imports) {
      if (!typeOnly) warnOfFile(context, module.path, specifier, resolver.resolve(module.path, specifier), findings);
    }
    openedPaths(module).forEach(opened => warnOfOpened(context, module.path, opened, findings));
  }
  context.directories.forEach(directory => warnOfSettings(context, directory, findings));
  const started = context.started === undefined ? undefined : graph.modules.find(module => module.path === context.started);
  if (!started) return;
  const seen = new Set<SourceModule>([started]);
  for (const module of seen) {
    for (const specifier of certainImports(module)) {
      const next = graph.load(module, specifier);
      if (next && isWithinPackage(path, next.path)) seen.add(next);
      else if (next) warnOfMember(context, module.path, specifier, findings);
      else if (!next && resolver.resolve(module.path, specifier) === undefined) warnOfPackage(context, module.path, specifier, findings);
    }
  }
}

function isWithinPackage(directory: string, file: string): boolean {
  return directory === '' || isWithin(directory, file);
}

function warnOfFile(context: ImportsContext, from: string, specifier: string, resolved: string | undefined, findings: Findings) {
  const directory = directoryOf(from);
  const named = /^\.\.?\//.test(specifier) ? joinInside(directory, specifier) : undefined;
  const path = resolved ?? named;
  const spelled = path === undefined ? undefined : otherwiseSpelled(context.files, path);
  if (spelled !== undefined) {
    findings.warn('import-in-other-case', `${from} loads ${specifier}, and the file is called ${spelled}: `
      + 'macOS and Windows find it, Linux does not, so write it as it is called');
  }
  if (resolved !== undefined) warnOfPath(context, from, resolved, 'loads', findings);
  else if (/^\.\.?\//.test(specifier) && joinInside(directory, specifier) === undefined) warnOfOutside(context, from, specifier, 'loads', findings);
}

/** A build may move the module, so it is said only of what is there, or would be if its package were built. */
function warnOfOpened(context: ImportsContext, module: string, { from, path }: OpenedPath, findings: Findings) {
  const { files, members, directories, keepsDepth } = context;
  const directory = from === 'cwd' ? context.workingDirectory : directoryOf(module);
  if (directory === undefined) return;
  const target = joinInside(directory, path);
  if (target === undefined) {
    if (from === 'cwd' || keepsDepth) warnOfOutside(context, module, path, 'opens', findings);
    return;
  }
  if (target === '' || target === context.path || isWithin(target, context.path) || target.split('/').includes('node_modules')) return;
  const isMade = members.some(member => member.directory !== '' && !directories.includes(member.directory) && isWithin(member.directory, target));
  if (isMade || files.kind(target) !== undefined) warnOfPath(context, module, target, 'opens', findings);
}

/**
 * Warns of files that the settings of a compiler refer to.
 *
 * @see https://www.typescriptlang.org/tsconfig/#extends
 */
function warnOfSettings(context: ImportsContext, directory: string, findings: Findings) {
  const { files } = context;
  for (const name of files.list(directory).filter(file => /^tsconfig(\.build|\.app|\.prod)?\.json$/.test(file))) {
    const path = joinInside(directory, name)!;
    const settings = settingsAt(files, path);
    const references = ownProperty(settings, 'references');
    const targets = [ownProperty(settings, 'extends'), ...Array.isArray(references) ? references.map(each => isJsonObject(each) ? ownProperty(each, 'path') : undefined) : []].flat();
    if (context.compilesAtStart && directory === context.path && name === 'tsconfig.json') warnOfExtended(context, path, [ownProperty(settings, 'extends')].flat(), findings);
    for (const target of targets) {
      if (typeof target !== 'string' || !/^\.\.?\//.test(target)) continue;
      const resolved = joinInside(directory, target);
      if (resolved === undefined) warnOfOutside(context, path, target, 'refers to', findings);
      else if (files.kind(resolved) ?? files.kind(`${resolved}.json`)) warnOfPath(context, path, files.kind(resolved) ? resolved : `${resolved}.json`, 'refers to', findings);
    }
  }
}

/** Settings of a package that the image lacks: what compiles at start takes others then, without a word. */
function warnOfExtended({ manifests }: ImportsContext, from: string, targets: readonly unknown[], findings: Findings) {
  for (const target of targets) {
    const name = typeof target === 'string' ? PACKAGE.exec(target)?.[0] : undefined;
    const isDevelopment = name !== undefined && manifests.some(({ devDependencies }) => Object.hasOwn(devDependencies, name));
    if (!isDevelopment || manifests.flatMap(productionNames).includes(name)) continue;
    findings.warn('import-of-dev-dependency', `${from} extends ${name}, which is a development dependency, so it is not in the image, where sources are compiled at start: they would be by other settings, `
      + `without the aliases and options of it: move ${name} to "dependencies"`);
  }
}

function settingsAt(files: ProjectFiles, path: string) {
  try {
    const settings = parseJsonWithComments(files.text(path) ?? '', path);
    return isJsonObject(settings) ? settings : {};
  } catch {
    // What a compiler cannot read either it says itself.
    return {};
  }
}

function warnOfPath(
  { files, directories, path, members, rootFiles }: ImportsContext, from: string, target: string, verb: string, findings: Findings,
) {
  const enters = directories.some(directory => isWithinPackage(directory, target)) || [target, target.split('/')[0]].some(each => rootFiles.includes(each))
    || rootFiles.some(each => isWithin(each, target)) || (!target.includes('/') && files.kind(target) === 'file');
  if (enters) return;
  const member = members.find(({ directory }) => isWithin(directory, target) || directory === target);
  const [top] = target.split('/');
  findings.warn('import-does-not-enter', member
    ? `${from} ${verb} ${target}, which is part of the package ${member.directory}, and ${path} does not depend on that, so it does not enter the build: `
      + `add ${JSON.stringify(member.name ?? member.directory)} to the dependencies of ${path}, or set the prop rootFiles to [${JSON.stringify(member.directory)}] if it is read in the build alone`
    : `${from} ${verb} ${target}, which lies in no package that enters the build: set the prop rootFiles to [${JSON.stringify(top)}] if it is read in the build alone, or move it into a package`);
}

function warnOfOutside({ files }: ImportsContext, from: string, specifier: string, verb: string, findings: Findings) {
  findings.warn('import-does-not-enter', `${from} ${verb} ${specifier}, which lies outside of ${files.directory}, and only what is inside can enter an image: `
    + 'move it into the project, or make a monorepo of the two, whose root names both as packages');
}

function warnOfPackage(context: ImportsContext, from: string, specifier: string, findings: Findings) {
  const { manifests, lockfile, path } = context;
  const name = PACKAGE.exec(specifier)?.[0];
  if (name !== undefined && mayBeAlias(context, name)) return;
  if (name === undefined || specifier.includes(':') || builtinModules.includes(name) || ['bun', 'pnpapi'].includes(name)) return;
  const installed = manifests.flatMap(manifest => [manifest.name, ...productionNames(manifest)]);
  if (installed.includes(name) || !lockfile?.packages || reachable(installed, lockfile).has(name)) return;
  const manifest = path === '' ? 'package.json' : `${path}/package.json`;
  const forDevelopment = manifests.some(({ devDependencies }) => Object.hasOwn(devDependencies, name));
  findings.warn(forDevelopment ? 'import-of-dev-dependency' : 'import-of-unknown-package', forDevelopment
    ? `${from} loads ${name}, which is a development dependency, so it is not in the image: move it to "dependencies" in ${manifest}`
    : `${from} loads ${name}, which no dependency brings, so it is not in the image: add it to "dependencies" in ${manifest}`);
}

/** Directories below which aliases lead, as settings of compilers have them. */
const ROOTS = ['', 'src', 'app', 'lib', 'server'];
const MODULE_ENDINGS = ['', '.js', '.ts', '.mjs', '.mts', '.cjs', '.cts', '.jsx', '.tsx'];

/** True if a file or a directory of the project has the name: an alias of what compiles it, and no package of that name. */
function mayBeAlias({ files, path }: ImportsContext, name: string): boolean {
  const [first] = name.split('/');
  return ROOTS.some(root => MODULE_ENDINGS.some(ending => {
    const at = joinInside(path, root === '' ? `${first}${ending}` : `${root}/${first}${ending}`);
    return at !== undefined && files.kind(at) !== undefined;
  }));
}

/** Another package of the monorepo that a production install does not link. */
function warnOfMember({ manifests, members, path }: ImportsContext, from: string, specifier: string, findings: Findings) {
  const name = PACKAGE.exec(specifier)?.[0];
  const isDevelopment = name !== undefined && manifests.some(({ devDependencies }) => Object.hasOwn(devDependencies, name));
  if (name === undefined || !isDevelopment || !members.some(member => member.name === name)) return;
  const linked = new Set(manifests.flatMap(manifest => [...manifest.name === undefined ? [] : [manifest.name], ...productionNames(manifest)]));
  for (const each of linked) members.filter(member => member.name === each).flatMap(productionNames).forEach(other => linked.add(other));
  if (linked.has(name)) return;
  const manifest = path === '' ? 'package.json' : `${path}/package.json`;
  findings.warn('import-of-dev-dependency', `${from} loads ${name}, which is a development dependency, so it is not in the image: move it to "dependencies" in ${manifest}`);
}

function productionNames({ dependencies, optionalDependencies, peerDependencies }: Manifest): string[] {
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
}

/** Packages that production dependencies bring, by name: another one of a dependency may be found beside it. */
function reachable(names: readonly (string | undefined)[], { packages = [] }: LockfileReading): Set<string> {
  const brought = new Map<string, string[]>();
  packages.forEach(({ name, dependencies }) => brought.set(name, [...brought.get(name) ?? [], ...dependencies]));
  const found = new Set<string>(names.filter(name => name !== undefined));
  for (const name of found) brought.get(name)?.forEach(each => found.add(each));
  return found;
}
