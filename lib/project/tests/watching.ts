import { ProjectFiles } from '../files/project-files';
import { argumentsOf, Invocation, programOf } from '../scripts/invocation';
import { RunnerCall } from './test-runners';

/** Why a command does not end by itself, and what to write instead. */
export interface Watching {
  readonly cause: string;
  readonly remedy: string;
}

/** Programs that do nothing but run something again and again. */
const WATCHERS = new Set(['nodemon', 'ts-node-dev', 'tsnd', 'node-dev', 'watch', 'chokidar', 'onchange', 'watchexec', 'entr', 'supervisor', 'gazer']);

/** True if a command is one of them, or runs through one. */
export function isWatcher(invocation: Invocation): boolean {
  return watcherOf(invocation) !== undefined;
}

function watcherOf(invocation: Invocation): string | undefined {
  return [programOf(invocation) ?? '', ...invocation.through].find(name => WATCHERS.has(name));
}

const OPTIONS = /^--watch(All)?(=true)?$|^--watch-path(=|$)/;

/** Why a command watches files; undefined if it does not where `CI` is set and there is no terminal. */
export function watchesFiles(
  files: ProjectFiles, invocation: Invocation, environment: { [name: string]: string }, call: RunnerCall | undefined,
): Watching | undefined {
  const program = programOf(invocation) ?? '';
  const args = argumentsOf(invocation);
  const watcher = watcherOf(invocation);
  if (watcher !== undefined) return { cause: watcher, remedy: 'name a script without it in "gates"' };
  const option = args.find((word, index) => OPTIONS.test(word) && args[index + 1] !== 'false') ?? call?.args.find(word => call.runner.watch?.includes(word));
  if (option !== undefined && (call !== undefined || ['node', 'tsx', 'bun', 'deno'].includes(program))) return { cause: option, remedy: 'take that away, or name a script without it in "gates"' };
  if (program === 'tsx' && args[0] === 'watch') return { cause: 'tsx watch', remedy: 'run tsx without it' };
  if (call === undefined || args.some(word => /^--(no-watch|watch=false|watchAll=false|single-?run)$/i.test(word))) return undefined;
  if (['react-scripts', 'craco'].includes(program) && environment.CI === '') return { cause: 'CI is set to nothing', remedy: 'leave CI as it is' };
  if (call.runner.programs.includes('karma') && !karmaRunsOnce(files)) return { cause: 'karma watches by default', remedy: 'add --single-run' };
  if (program === 'ng' && angularWatches(files)) return { cause: 'ng test watches by default', remedy: 'add --watch=false' };
  return undefined;
}

function karmaRunsOnce(files: ProjectFiles): boolean {
  return files.list('').some(name => /^karma\.conf\.[cm]?[jt]s$/.test(name) && /singleRun\s*:\s*(?!false)/.test(files.text(name) ?? ''));
}

/** Karma's builder does; the one of Vitest asks for a terminal. */
function angularWatches(files: ProjectFiles): boolean {
  const text = files.kind('angular.json') === 'file' ? files.text('angular.json') ?? '' : '';
  return /:karma"/.test(text) && !/"watch"\s*:\s*false/.test(text);
}
