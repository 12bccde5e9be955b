import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';
import { Manifest } from '../manifest/manifest';
import { runtimeOf } from '../model/runtime';
import { ScriptContext } from '../scripts/script-context';
import { isLibrary } from './library';
import { resolveEntry } from './node-command';
import { StartResolution } from './start-resolution';

/**
 * Files that are started where there is neither a script nor a `main`. `server.js` is what `npm start` runs then.
 *
 * @see https://docs.npmjs.com/cli/v11/using-npm/scripts#npm-start
 */
export const COMMON_FILES = ['server.js', 'index.js', 'app.js'];

/**
 * The same in TypeScript, for what runs it as it is.
 */
export const COMMON_TYPESCRIPT = ['server.ts', 'index.ts', 'app.ts'];

/** The one that no guess is about. */
const BY_NPM = 'server.js';

/**
 * The first line of Node.js that runs TypeScript without an option.
 *
 * @see https://nodejs.org/api/typescript.html#type-stripping
 */
const TYPE_STRIPPING = 22;

/**
 * A file that may be what is to start.
 */
interface Candidate {
  readonly entry: string;
  readonly source: string;
  readonly reason: string;
  /** True if the project says nowhere that it is started. */
  readonly guessed: boolean;
  /** True if it does nothing but export, so that it would end at once. */
  readonly library: boolean;
}

/**
 * File that is started where no script says so: `main`, a file with a common name, or the program that `bin` names.
 *
 * @param builds whether there is a build script, so that a file which is not there may come to be
 */
export function findEntry(context: ScriptContext, builds: boolean): StartResolution | undefined {
  const candidates = candidatesOf(context, builds);
  const chosen = candidates.find(({ library }) => !library) ?? candidates[0];
  if (chosen === undefined) return undefined;
  const passedOver = candidates.filter(({ library }) => library && !chosen.library).map(({ entry }) => `${entry} only exports`);
  const isMain = chosen.source === context.files.manifestSource('main');
  const bin = isMain ? candidates.find(({ source }) => source === context.files.manifestSource('bin'))?.entry : undefined;
  const resolution = runs(context, builds, { ...chosen, reason: [chosen.reason, ...passedOver].join('; ') });
  return resolution && { ...resolution, warnings: warningsOf(chosen, passedOver, bin) };
}

function warningsOf({ entry, source, guessed, library }: Candidate, passedOver: readonly string[], bin: string | undefined): StartResolution['warnings'] {
  const advice = 'add a script start, or set "command"';
  if (library) return [{ id: 'start-only-exports', message: `there is no script start, and ${entry} (${source}) only exports, so that the container would end at once: ${advice}` }];
  if (bin !== undefined) return [{ id: 'start-guessed', message: `there is no script start, and package.json names ${entry} as main and ${bin} as a program: ${entry} is started; if it is the other one, ${advice}` }];
  if (!guessed && passedOver.length === 0) return [];
  return [{ id: 'start-guessed', message: `there is no script start, so that ${entry} is started${passedOver.length > 0 ? `, for ${passedOver.join(', ')}` : ', for its name alone'}: if it is another one, ${advice}` }];
}

function candidatesOf(context: ScriptContext, builds: boolean): Candidate[] {
  const { files, packages, manager } = context;
  const { main, module: esModule, bin } = packages.at('')!;
  const isThere = (entry: string | undefined): entry is string => entry !== undefined && files.kind(entry) === 'file';
  const mayBe = (entry: string | undefined): entry is string => isThere(entry) || (builds && entry !== undefined && /\.[cm]?js$|\/[^.]+$/.test(entry));
  const fields = [['main', main], ['module', runtimeOf(manager.name) ? esModule : undefined]] as const;
  const named = fields.flatMap(([field, path]) => {
    const entry = path === undefined ? undefined : resolveEntry(files, packages, '', path);
    return entry !== '' && mayBe(entry) ? [candidate(files, entry, files.manifestSource(field), 'there is no start script', false)] : [];
  });
  // In src, TypeScript is most often the source of a front end.
  const common = [...COMMON_FILES, ...COMMON_TYPESCRIPT, ...builds ? [] : COMMON_FILES.map(file => `src/${file}`)].filter(isThere)
    .map(file => candidate(files, file, file, 'there is no start script and no main; the file has a common name', file !== BY_NPM));
  const programs = binFiles(bin).filter(mayBe).map(file => candidate(files, file, files.manifestSource('bin'), 'there is no start script; the package names it as its program', false));
  const all = [...named, ...common, ...programs].filter(each => runs(context, builds, each) !== undefined);
  return all.filter(({ entry }, index) => all.findIndex(other => other.entry === entry) === index);
}

function candidate(files: ProjectFiles, entry: string, source: string, reason: string, guessed: boolean): Candidate {
  return { entry, source, reason, guessed, library: isLibrary(files, entry) };
}

function binFiles(bin: Manifest['bin']): string[] {
  return Object.values(bin).flatMap(path => joinInside('', path) || []);
}

/**
 * Program that runs a file: Node.js; what the package manager is, where it runs TypeScript and Node.js does not. Undefined if
 * nothing does.
 */
function runs({ manager, nodeLine }: ScriptContext, builds: boolean, { entry, source, reason }: Candidate): StartResolution | undefined {
  const typescript = /\.[cm]?tsx?$/.test(entry);
  const runtime = typescript ? runtimeOf(manager.name) : undefined;
  if (typescript && !runtime && (builds || nodeLine < TYPE_STRIPPING || entry.endsWith('x'))) return undefined;
  const file = entry.startsWith('-') ? `./${entry}` : entry;
  return {
    command: { argv: runtime ? [runtime.name, file] : ['node', ...manager.nodeOptions?.('') ?? [], file], environment: {}, shell: false, entry },
    source,
    reason: runtime ? `${reason}; ${runtime.name} runs TypeScript as it is` : typescript ? `${reason}; Node.js ${nodeLine} runs TypeScript as it is` : reason,
    warnings: [],
    forDevelopment: false,
  };
}
