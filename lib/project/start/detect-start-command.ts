import { Findings } from '../findings';
import { DetectedFramework } from '../frameworks/detect-framework';
import { frameworkStart, withFramework } from '../frameworks/framework-start';
import { runtimeOf } from '../runtimes/runtime';
import { StartCommand } from '../start-command';
import { resolveEntry } from './node-command';
import { hasScript, resolveScript, ScriptContext } from './resolve-script';
import { StartResolution } from './start-resolution';
import { PRODUCTION_SCRIPTS } from './start-scripts';

/**
 * Files that are started where there is neither a script nor a `main`. `server.js` is what `npm start` runs then.
 *
 * @see https://docs.npmjs.com/cli/v11/using-npm/scripts#npm-start
 */
const COMMON_FILES = ['server.js', 'index.js', 'app.js'];

/**
 * The same in TypeScript, for what runs it as it is.
 */
const COMMON_TYPESCRIPT = ['server.ts', 'index.ts', 'app.ts'];

/**
 * The first line of Node.js that runs TypeScript without an option.
 *
 * @see https://nodejs.org/api/typescript.html#type-stripping
 */
const TYPE_STRIPPING = 22;

/**
 * Decides how the application is started; undefined if that cannot be told.
 *
 * @param builds whether there is a build script, so that a file which is not there may come to be
 * @param framework the framework that the project builds with: its server is started where no script starts another
 */
export function detectStartCommand(
  context: ScriptContext,
  override: StartCommand | undefined,
  builds: boolean,
  framework: DetectedFramework | undefined,
  findings: Findings,
): StartResolution {
  const resolution = override
    ? { command: override, source: 'props: startCommand', reason: 'set explicitly', warnings: [], forDevelopment: false }
    : decide(context, builds, framework);
  const { command } = resolution;
  const what = command?.staticFiles === undefined ? command?.argv.join(' ') ?? '' : `a server of the files in ${command.staticFiles}`;
  findings.decide('startCommand', what, resolution.source, resolution.reason);
  resolution.warnings.forEach(({ id, message }) => findings.warn(id, message));
  if (context.files.onDisk && !builds && command?.entry !== undefined && context.files.kind(command.entry) === undefined) {
    findings.warn('start-entry-missing', `${resolution.source} runs ${command.entry}, which does not exist, and there is no build script that would make it`);
  }
  return resolution;
}

function decide(context: ScriptContext, builds: boolean, framework: DetectedFramework | undefined): StartResolution {
  const resolve = (name: string) => withFramework(context, framework, name, resolveScript(context, name));
  const scripts = fromScripts(context, resolve);
  if (scripts && !scripts.forDevelopment) return scripts;
  const file = scripts ? undefined : fromFile(context, builds);
  const isThere = file?.command?.entry !== undefined && context.files.kind(file.command.entry) === 'file';
  return (isThere ? file : frameworkStart(context, framework)) ?? scripts ?? file ?? none(context);
}

function fromScripts(context: ScriptContext, resolve: (name: string) => StartResolution): StartResolution | undefined {
  const { startScript = 'start' } = context;
  const start = hasScript(context, startScript) ? resolve(startScript) : undefined;
  if (start && !start.forDevelopment) return start;
  for (const name of PRODUCTION_SCRIPTS.filter(script => hasScript(context, script))) {
    const production = resolve(name);
    if (!production.forDevelopment) {
      const why = start ? 'start is for development' : 'there is no script start';
      return { ...production, reason: `${why}; ${production.reason}` };
    }
  }
  return start;
}

function fromFile(context: ScriptContext, builds: boolean): StartResolution | undefined {
  const { files, packages } = context;
  const { main, module: esModule } = packages.at('')!;
  for (const [field, path] of [['main', main], ['module', runtimeOf(context.manager.name) ? esModule : undefined]] as const) {
    const entry = path === undefined ? undefined : resolveEntry(files, packages, '', path);
    if (entry !== undefined && entry !== '' && (files.kind(entry) === 'file' || (builds && /\.[cm]?js$|\/[^.]+$/.test(entry)))) {
      const started = runs(context, builds, entry, files.manifestSource(field), 'there is no start script');
      if (started) return started;
    }
  }
  // In src, TypeScript is most often the source of a front end.
  const common = [...COMMON_FILES, ...COMMON_TYPESCRIPT, ...builds ? [] : COMMON_FILES.map(file => `src/${file}`)];
  const found = common.find(file => files.kind(file) === 'file');
  return found === undefined ? undefined : runs(context, builds, found, found, 'there is no start script and no main; the file has a common name');
}

/**
 * What runs a file: Node.js; what the package manager is, where it runs TypeScript and Node.js does not. Undefined if
 * nothing does.
 */
function runs({ manager, nodeLine }: ScriptContext, builds: boolean, entry: string, source: string, reason: string): StartResolution | undefined {
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

function none(context: ScriptContext): StartResolution {
  const { members = [] } = context;
  const advice = members.length === 0
    ? 'add a start script, or set the prop command'
    : `this is the root of a monorepo, so change the prop directory to the package that is to start, ${members.join(' or ')}`;
  return {
    source: context.files.manifestSource('scripts'),
    reason: `there is no script start, no main and none of ${[...COMMON_FILES, ...COMMON_TYPESCRIPT].join(', ')}, also in src: ${advice}`,
    warnings: [],
    forDevelopment: true,
  };
}
