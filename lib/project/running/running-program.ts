import { ProjectFiles } from '../files/project-files';
import { directoryOf } from '../files/relative-path';
import { sourceFiles } from '../files/source-files';
import { settingsOf } from '../listening/settings-of';
import { Sources } from '../listening/sources';
import { startedProgram, startedSource } from '../listening/started-program';
import { Manifest } from '../manifest/manifest';
import { StartCommand } from '../model/start-command';
import { Evaluator } from '../modules/evaluator';
import { ModuleGraph } from '../modules/module-graph';
import { ModuleResolver } from '../modules/module-resolver';
import { WRITING_PACKAGES } from './writers';

/** Directories and files that no server runs. */
const ELSEWHERE = /(^|\/)(scripts?|tools?|bin|cypress|playwright|migrations?|seeds?|seeders|stories|mocks?|__mocks__)\/|(^|\/)(gulpfile|Gruntfile)\.|\.(test|spec|stories|config|d)\.\w+$/;

/** Words of sources that are worth parsing. */
const WORTHWHILE = new RegExp(['child_process|execa|zx|spawn|exec|shelljs|mkdir|[wW]rite|ensureDir|sqlite|[Uu]pload|storage|ffmpeg|simple-git|python-shell|[Cc]anvas|fillText|sharp|resvg|<text',
  ...WRITING_PACKAGES.map(name => `['"]${name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}['"]`)].join('|'));

/**
 * The sources of what runs in the image.
 */
export interface RunningProgram {
  readonly graph: ModuleGraph;
  readonly evaluator: Evaluator;
  /** The directory of the package, from where dependencies are installed. */
  readonly path: string;
  /** The directory of the source that starts, and where that lies when it was built. */
  readonly moved?: { readonly from: string; readonly to: string };
}

/**
 * Questions for finding them.
 */
export interface RunningReader {
  readonly sources: Sources;
  readonly files: ProjectFiles;
  readonly manifest: Manifest;
  readonly startCommand: StartCommand | undefined;
  readonly buildOutput: readonly string[];
  readonly npmVariables: { readonly values: ReadonlyMap<string, string> };
}

/**
 * Finds the sources of what runs in the image: those that are loaded from what starts, or all of the package where a framework
 * loads them.
 */
export function runningProgram({ sources, files, manifest, startCommand: command, buildOutput, npmVariables }: RunningReader): RunningProgram {
  const { path } = sources;
  const servesFiles = command?.staticFiles !== undefined;
  const source = command && startedSource(sources, command, buildOutput);
  // The program of a build is the source of nothing that it writes.
  const isOfBuild = source !== undefined && within(path, source) !== command?.entry && builders(manifest).has(within(path, source));
  const found = command && command.framework === undefined && !servesFiles && !isOfBuild ? startedProgram(sources, command, buildOutput) : undefined;
  const graph = found ?? (servesFiles ? ModuleGraph.empty() : everySource(sources, files, manifest));
  const from = found && source;
  const entry = command?.entry;
  const moved = from === undefined || entry === undefined ? undefined : movedDirectories(directoryOf(within(path, from)), directoryOf(entry));
  return { graph, evaluator: new Evaluator(graph, npmVariables.values, settingsOf(sources, command)), path, ...moved ? { moved } : {} };
}

/** Files that scripts have a program run. */
function builders({ scripts }: Manifest): Set<string> {
  return new Set(Object.values(scripts).flatMap(script => [...script.matchAll(/\b(?:node|tsx|ts-node|bun)\s+(?:-\S+\s+)*([^\s;&|"']+)/g)].map(([, file]) => file.replace(/^\.\//, ''))));
}

function everySource(sources: Sources, files: ProjectFiles, manifest: Manifest): ModuleGraph {
  const resolver = new ModuleResolver(sources.files, name => sources.packageDirectory(name));
  // What scripts run by its name is run by nothing else.
  const scripts = new Set(Object.values(manifest.scripts).flatMap(script => script.split(/[\s;&|"']+/)).map(word => word.replace(/^\.\//, '')));
  const entries = sourceFiles(files, /\.[cm]?[jt]sx?$/)
    .filter(({ path, text }) => !ELSEWHERE.test(path) && !scripts.has(path) && !scripts.has(path.replace(/\.\w+$/, '')) && WORTHWHILE.test(text))
    .map(({ path }) => sources.path === '' ? path : `${sources.path}/${path}`);
  return new ModuleGraph(sources.files, resolver, entries);
}

/** Directories without the names at their ends that both have. */
function movedDirectories(from: string, to: string): RunningProgram['moved'] {
  const [one, other] = [from.split('/'), to.split('/')];
  while (one.length > 0 && one[one.length - 1] === other[other.length - 1]) {
    one.pop();
    other.pop();
  }
  return { from: one.join('/'), to: other.join('/') };
}

/** The path of a file below the package; unchanged where it lies elsewhere. */
export function within(directory: string, file: string): string {
  return directory !== '' && file.startsWith(`${directory}/`) ? file.slice(directory.length + 1) : file;
}
