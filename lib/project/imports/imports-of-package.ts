import { joinInside } from '../files/relative-path';
import { Sources } from '../listening/sources';
import { startedSource } from '../listening/started-program';
import { Manifest } from '../manifest/manifest';
import { Findings } from '../model/findings';
import { StartCommand } from '../model/start-command';
import { LockfileReading } from '../package-managers/definition/definition';
import { PackageLocation } from '../workspace/package-location';
import { warnOfImports } from './warn-of-imports';

/** Compilers that compile module by module. Everything else may put into one file what is imported. */
const COMPILERS = ['tsc', 'tspc', 'ttsc', 'tsgo', 'swc', 'babel'];

/** Programs that a build may run beside a compiler without putting modules together. */
const BESIDE = ['rimraf', 'rm', 'cp', 'mkdir', 'tsc-alias', 'copyfiles', 'cpx', 'cpy', 'cross-env', 'shx', 'echo'];

/** Packages that have names mean files of the project, as the variable NODE_PATH does. */
const RESOLVERS = ['module-alias', 'better-module-alias', 'link-module-alias', 'app-module-path', 'basetag', 'rootpath'];

/** Programs and modules that compile sources at start by the settings of TypeScript. */
const COMPILES_AT_START = /(^|[\s/])(tsx|ts-node|ts-node-dev|@swc-node\/register|esbuild-register|tsconfig-paths|vite-node|jiti)(\/|\s|$)/;

/**
 * Facts of a program so far.
 */
export interface KnownProgram {
  readonly sources: Sources;
  readonly command: StartCommand | undefined;
  readonly buildOutput: readonly string[];
  /** The programs that the build runs; undefined where one is not known. */
  readonly buildPrograms: readonly (string | undefined)[];
  readonly rootFiles: readonly string[];
  readonly linked: readonly string[];
  readonly members: readonly Manifest[];
  readonly lockfile: LockfileReading | undefined;
}

/**
 * Warns of what the sources of a package load and its image will not have.
 */
export function warnOfPackageImports({ manifest, install, monorepo }: PackageLocation, program: KnownProgram, findings: Findings) {
  const { sources, command, buildOutput, buildPrograms } = program;
  if (!install.files.onDisk) return;
  const started = command && startedSource(sources, command, buildOutput);
  const isFile = (path: string | undefined): path is string => path !== undefined && install.files.kind(path) === 'file';
  const told = sources.buildWords.filter(word => /\.[cm]?[jt]sx?$/.test(word)).map(word => joinInside(sources.path, word)).filter(isFile);
  const plain = command !== undefined && command.framework === undefined && command.developmentDependencies !== true
    && command.environment?.NODE_PATH === undefined && !RESOLVERS.some(name => Object.hasOwn(manifest.dependencies, name))
    && buildPrograms.every(name => name !== undefined && [...COMPILERS, ...BESIDE].includes(name));
  const entry = command?.entry === undefined ? undefined : joinInside(sources.path, command.entry);
  const directories = monorepo?.closure.members.map(({ directory }) => directory) ?? [''];
  warnOfImports({
    files: install.files,
    directories: [...directories, ...program.linked],
    path: sources.path,
    workingDirectory: workingDirectoryOf(sources.path, command),
    members: monorepo?.located.members.all ?? program.members,
    rootFiles: program.rootFiles.flatMap(file => joinInside('', file) ?? []),
    manifests: monorepo ? [manifest, install.manifest] : [manifest, ...program.members],
    lockfile: program.lockfile,
    entries: [...started === undefined ? [] : [started], ...told],
    started: plain ? started : undefined,
    compilesAtStart: command !== undefined && (isTypeScriptFile(command.entry) || COMPILES_AT_START.test(command.argv.join(' '))),
    keepsDepth: started !== undefined && entry !== undefined && (entry === started || (plain && depthOf(entry) === depthOf(started))),
  }, findings);
}

/** Directory that the program runs in, to which the line of a shell may go; undefined where that cannot be told. */
function workingDirectoryOf(path: string, command: StartCommand | undefined): string | undefined {
  // What stands in parentheses goes nowhere.
  const parts = command?.shell ? command.argv[2].replace(/\([^()]*\)/g, '').split(/(?<![\w-])cd\s+/) : [];
  if (parts.length < 2) return path;
  const into = parts.length === 2 ? /^([\w./@-]+) && /.exec(parts[1])?.[1] : undefined;
  return into === undefined ? undefined : joinInside(path, into);
}

function isTypeScriptFile(path: string | undefined): boolean {
  return path !== undefined && /\.[cm]?tsx?$/.test(path);
}

function depthOf(path: string): number {
  return path.split('/').length;
}
