import { posix } from 'path';
import { isWithin, NodejsProject, ProjectFact, ReleaseFile } from '../../project/index';
import { ImageError } from '../image-error';
import { NodejsDockerfileOptions } from '../nodejs-image-options';
import { relativePath } from '../paths';
import { StartPlan } from './start';

/** Settings that decide about the files of the release, in the build. Paths are relative to where dependencies are installed. */
export interface ReleaseFiles {
  /** The package that starts, and those of its monorepo that it needs to run, with the files that others load. */
  readonly packages: ReadonlyArray<{ readonly directory: string; readonly loaded: readonly string[] }>;
  /** Directories that dependencies link to. */
  readonly linked: readonly string[];
  /** Packages that are installed and built by script, and that do not run. */
  readonly built: readonly string[];
  /** The file that starts, relative to its package: it has to be there after the build. */
  readonly entry?: string;
  /** All that the release has, because the user says so. */
  readonly only: readonly string[];
  /** Paths that it has as well, because the user says so. */
  readonly included: readonly string[];
  /** All that the server reads, because it is known. */
  readonly reads: readonly string[];
  /** Files that it reads where they are there. */
  readonly optional: readonly string[];
  /** Those that are taken whole, wherever they are to lie. */
  readonly whole: readonly ReleaseFile[];
  /** The directory among those whose files the image serves: where the build wrote it elsewhere, that is taken. */
  readonly site?: string;
  /** Files left out of all of them. */
  readonly without: readonly string[];
  /** Why these. */
  readonly reason: string;
  /** How it will be decided. */
  readonly fact: ProjectFact;
}

/**
 * Decides how the files of the release are found. Of a monorepo it has those of every package that is needed to run, each
 * where it was: what is linked into `node_modules` leads there.
 */
export function planReleaseFiles(project: NodejsProject, options: NodejsDockerfileOptions, start: StartPlan): ReleaseFiles {
  const { releaseFiles: own, includeFiles = [] } = options;
  const { workspace } = project;
  const at = (path: string) => workspace ? posix.join(workspace.path, path) : path;
  const read = own === undefined || start.framework ? project.releaseFiles : [];
  // Without modules, what the server brings has the others in it.
  const links = project.needsProductionDependencies || !start.framework;
  const others = (workspace?.packages ?? []).filter(item => links && item.production && item.path !== workspace!.path)
    .map(item => ({ directory: item.path, loaded: item.exportedFiles.map(file => posix.join(item.path, file)) }));
  const { reads, source, reason } = howOf(project, own, start);
  const needed = others.length > 0 ? `; and what is needed of ${others.map(({ directory }) => directory).join(', ')}` : '';
  const given = own !== undefined || start.framework || start.servesFiles === true;
  return {
    packages: [{ directory: workspace?.path ?? '', loaded: [] }, ...others],
    linked: project.linkedDirectories.filter(directory => !others.some(other => isWithin(other.directory, directory))),
    built: onlyBuilt(project, start.entry),
    entry: given ? undefined : entryOf(start),
    only: own === undefined ? [] : [...new Set(['package.json', ...own.map(path => relativePath('releaseFiles', path))])].map(at),
    included: includeFiles.map(path => included(path)).map(at),
    reads: reads.map(at),
    optional: start.framework ? read.filter(file => file.optional === true).map(file => at(file.path)) : [],
    whole: start.framework ? read.filter(file => file.optional !== true).map(({ path, target = path }) => ({ path: at(path), target: posix.join(workspace?.path ?? '', target) })) : [],
    site: start.framework && start.servesFiles ? at(start.command[start.command.length - 1]) : undefined,
    without: [
      ...project.generatedDirectories.filter(directory => project.buildOutput.some(path => directory.startsWith(`${path}/`))).map(at),
      ...project.buildOnlyFiles,
    ],
    reason: `${reason}${needed}`,
    fact: { name: 'release', value: reason, source, reason: 'the build says what it leaves out, and why, in its log' },
  };
}

/** A path of the project: packages are kept whole by another prop. */
function included(path: string): string {
  const relative = relativePath('includeFiles', path);
  if (!relative.split('/').includes('node_modules')) return relative;
  throw new ImageError(`includeFiles must be files of the project, received ${JSON.stringify(path)}; files of packages stay by modulePruning: ModulePruning.standard({ keep: ["<package>/<path>"] })`);
}

/** Settings that decide about the files of the release. */
function howOf(project: NodejsProject, own: readonly string[] | undefined, start: StartPlan): { reads: string[]; source: string; reason: string } {
  if (own !== undefined) {
    return { reads: [], source: 'props: releaseFiles', reason: 'what the prop "releaseFiles" names, and package.json' };
  }
  if (start.framework) {
    return { reads: ['package.json'], source: project.framework ?? 'default', reason: `what the server of ${project.framework} reads` };
  }
  if (start.servesFiles) {
    const directory = start.command[start.command.length - 1];
    return { reads: ['package.json', directory], source: 'default', reason: `what is served, ${directory}` };
  }
  return {
    reads: [],
    source: project.buildScript === undefined ? 'default' : project.facts.find(({ name }) => name === 'buildScript')?.source ?? 'default',
    reason: 'everything but what nothing reads at run time: tests, compiled sources, settings of tools, documentation',
  };
}

/** A file in the image, as the command names it; one outside of the application's directory is from elsewhere. */
function entryOf({ entry }: StartPlan): string | undefined {
  const path = entry?.replace(/^\/app\//, '');
  return path === undefined || path.startsWith('/') || path === '' ? undefined : path;
}

/** The packages that are installed by a script, built, and not needed for anything else. */
function onlyBuilt(project: NodejsProject, entry: string | undefined): string[] {
  const output = project.buildScript === undefined ? [] : project.buildOutput;
  return project.nestedPackages.filter(directory => output.some(path => path !== directory && isWithin(directory, path))
    && !project.productionPackages.includes(directory) && !(entry !== undefined && isWithin(directory, entry)));
}
