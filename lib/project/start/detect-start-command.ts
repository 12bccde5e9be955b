import { installMakesFiles } from '../build/build-steps';
import { DetectedFramework } from '../frameworks/detect-framework';
import { DOCKERFILE_CMD, PROCFILE_WEB } from '../manifest/other-starts';
import { Findings } from '../model/findings';
import { ProjectWarning } from '../model/project-warning';
import { StartCommand } from '../model/start-command';
import { ScriptContext } from '../scripts/script-context';
import { PRODUCTION_SCRIPTS } from '../scripts/start-scripts';
import { COMMON_FILES, COMMON_TYPESCRIPT, findEntry } from './find-entry';
import { frameworkStart, withFramework } from './framework-start';
import { hasScript, resolveScript } from './resolve-script';
import { StartResolution } from './start-resolution';

/**
 * Questions for deciding how the application is started.
 */
export interface StartReader {
  readonly scriptContext: ScriptContext;
  /** The script that builds: with one, a file that is not there may come to be. */
  readonly buildScript: string | undefined;
  /** The framework that the project builds with: its server is started where no script starts another. */
  readonly framework: DetectedFramework | undefined;
  readonly props: { readonly startCommand?: StartCommand };
  readonly findings: Findings;
}

/**
 * Decides how the application is started; undefined if that cannot be told.
 */
export function detectStartCommand(
  { scriptContext: context, buildScript, framework, props: { startCommand: override }, findings }: StartReader,
): StartResolution {
  const builds = buildScript !== undefined;
  const resolution = override
    ? { command: override, source: 'props: startCommand', reason: 'set explicitly', warnings: [], forDevelopment: false }
    : decide(context, builds, framework);
  const { command } = resolution;
  const what = command?.staticFiles === undefined ? command?.argv.join(' ') ?? '' : `a server of the files in ${command.staticFiles}`;
  findings.decide('startCommand', what, resolution.source, resolution.reason);
  resolution.warnings.forEach(({ id, message }) => findings.warn(id, message));
  const { files, packages, manager } = context;
  const isMade = builds || installMakesFiles(packages.at('')!, packages, manager.installLifecycle);
  if (files.onDisk && !isMade && command?.entry !== undefined && files.kind(command.entry) === undefined) {
    findings.warn('start-entry-missing', `${resolution.source} runs ${command.entry}, which does not exist, and there is no build script that would make it: name the script that does by "buildScript", or what starts by "command"`);
  }
  return resolution;
}

function decide(context: ScriptContext, builds: boolean, framework: DetectedFramework | undefined): StartResolution {
  const resolve = (name: string) => withFramework(context, framework, name, resolveScript(context, name));
  const scripts = fromScripts(context, resolve);
  if (scripts && !scripts.forDevelopment) return scripts;
  const file = scripts ? undefined : findEntry(context, builds);
  const isThere = file?.command?.entry !== undefined && context.files.kind(file.command.entry) === 'file';
  const found = (isThere ? file : scripts?.instead ?? frameworkStart(context, framework)) ?? scripts ?? file;
  const isDoubtful = found === undefined || found.warnings.some(({ id }) => id === 'start-only-exports');
  return (isDoubtful ? fromDockerfile(context, builds, resolve) : undefined) ?? found ?? none(context);
}

/** The command of a Dockerfile by hand, if its file is there or may come to be: the directory that it is run in may be another one. */
function fromDockerfile(context: ScriptContext, builds: boolean, resolve: (name: string) => StartResolution): StartResolution | undefined {
  const found = hasScript(context, DOCKERFILE_CMD) ? resolve(DOCKERFILE_CMD) : undefined;
  const entry = found?.command?.entry;
  if (found === undefined || entry === undefined || found.forDevelopment || (!builds && context.files.kind(entry) !== 'file')) return undefined;
  return { ...found, reason: `there is no script start; ${found.reason}` };
}

function fromScripts(context: ScriptContext, resolve: (name: string) => StartResolution): StartResolution | undefined {
  const { startScript = 'start' } = context;
  const start = hasScript(context, startScript) ? resolve(startScript) : undefined;
  if (start && !start.forDevelopment) return { ...start, warnings: [...start.warnings, ...differsFromProcfile(context, start, resolve)] };
  for (const name of PRODUCTION_SCRIPTS.filter(script => hasScript(context, script))) {
    const production = resolve(name);
    if (!production.forDevelopment && startsSame(production, start?.instead)) {
      const why = start ? 'start is for development' : 'there is no script start';
      return { ...production, reason: `${why}; ${production.reason}` };
    }
  }
  return start;
}

/** True unless a script for development asks for another program than the one for production starts. */
function startsSame({ command }: StartResolution, instead: StartResolution | undefined): boolean {
  const [own, asked] = [command, instead?.command].map(each => each?.entry?.replace(/^\.\//, '').replace(/\.[cm]?js$/, ''));
  return own === undefined || asked === undefined || own === asked;
}

/** A warning where a hosting platform starts something else: it passes the start script over for its own file. */
function differsFromProcfile(
  context: ScriptContext, { command, source }: StartResolution, resolve: (name: string) => StartResolution,
): ProjectWarning[] {
  const web = hasScript(context, PROCFILE_WEB) ? resolve(PROCFILE_WEB) : undefined;
  const [there, here] = [web?.command, command].map(each => each?.argv.join(' '));
  return web === undefined || there === here ? [] : [{
    id: 'start-differs-from-procfile',
    message: `${source} starts ${here}, and ${web.source} ${there}: the script is taken; if that is not what serves, set "command" or "startScript"`,
  }];
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
