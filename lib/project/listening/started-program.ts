import { joinInside } from '../files/relative-path';
import { StartCommand } from '../model/start-command';
import { ModuleGraph } from '../modules/module-graph';
import { ModuleResolver } from '../modules/module-resolver';
import { indirectSources, PROCESSES } from './indirect-sources';
import { Sources } from './sources';

const SOURCE = /\.[cm]?[jt]sx?$/;

/**
 * The sources of the program that is started as they were before they were built; undefined where it is not known what
 * it begins with.
 */
export function startedProgram(sources: Sources, command: StartCommand, buildOutput: readonly string[]): ModuleGraph | undefined {
  const resolver = new ModuleResolver(sources.files, name => sources.packageDirectory(name));
  const entry = entryIn(sources, resolver, command, buildOutput);
  const entries = entry === undefined ? indirectSources(sources, resolver, command, buildOutput) : [entry];
  return entries.length === 0 ? undefined : new ModuleGraph(sources.files, resolver, entries);
}

/**
 * The source that a program begins with.
 */
export function startedSource(sources: Sources, command: StartCommand, buildOutput: readonly string[]): string | undefined {
  return entryIn(sources, new ModuleResolver(sources.files, name => sources.packageDirectory(name)), command, buildOutput);
}

function entryIn(
  { files, path, buildWords }: Sources,
  resolver: ModuleResolver,
  command: StartCommand,
  buildOutput: readonly string[],
): string | undefined {
  const isFile = (word: string) => {
    const inside = joinInside('', word);
    return inside !== undefined && files.kind(joinInside(path, inside)!) === 'file';
  };
  const named = command.entry ?? command.argv.flatMap(word => command.shell ? word.split(/[\s;&|]+/) : [word])
    .filter(word => SOURCE.test(word) && !PROCESSES.test(word) && !/(^|\/)node_modules\//.test(word) && isFile(word)).pop();
  const entry = named === undefined ? undefined : joinInside('', named);
  // The program of a dependency is not the project's own.
  if (entry === undefined || entry === '' || /(^|\/)node_modules\//.test(entry)) return undefined;
  const found = resolver.sourceOf(path, entry, buildOutput);
  if (found !== undefined) return found;
  const words = buildWords.map(word => word.replace(/^--?[\w-]+=/, ''));
  const told = new Set(words.filter(word => SOURCE.test(word) && !/(^|[./])config\./.test(word) && isFile(word)));
  return told.size === 1 ? joinInside(path, [...told][0]) : undefined;
}
