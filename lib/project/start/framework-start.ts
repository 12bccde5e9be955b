import { DetectedFramework, textOf } from '../frameworks/detect-framework';
import { FrameworkServer, StaticSite } from '../frameworks/framework';
import { STATIC_FILES_PORT } from '../model/start-command';
import { findBin } from '../scripts/dependency-bins';
import { flattenScript, ScriptCycle } from '../scripts/flatten-script';
import { argumentsOf } from '../scripts/invocation';
import { ScriptContext } from '../scripts/script-context';
import { runningShell } from '../scripts/script-shell';
import { walkNamedScript } from '../scripts/walk-script';
import { leftServer } from './left-server';
import { StartResolution } from './start-resolution';

/**
 * Replacement of a start script that starts the server of a framework, or its sources.
 *
 * @param name the name of the script
 */
export function withFramework(
  context: ScriptContext,
  detected: DetectedFramework | undefined,
  name: string,
  resolution: StartResolution,
): StartResolution {
  const { command } = resolution;
  if (!detected || !command) return resolution;
  const { framework, reading: { server } } = detected;
  const text = lastOf(context, name);
  if (framework.develops.test(text)) return { ...resolution, forDevelopment: true, instead: askedFor(context, detected, name, resolution, text) };
  if (typeof server === 'string') {
    const { site } = detected.reading;
    return site?.previews?.test(text) ? { ...served(context, detected, site), source: resolution.source } : resolution;
  }
  if (server.kept?.test(text) && !resolution.forDevelopment) {
    const ofFramework = detected.reading.releaseFiles ? { framework: framework.name } : { entry: command.entry ?? fileOf(context, server) };
    return {
      ...resolution,
      command: { ...command, environment: { ...server.environment, ...command.environment }, ...ofFramework, builtFile: server.built },
      port: resolution.port ?? server.port,
    };
  }
  if (server.replaced?.test(text)) return inPlaceOf(context, detected, server, name, resolution, text);
  return runsBuilt(resolution, server) ? builtByScript(detected, server, resolution) : resolution;
}

/** The server that a script for development asks for; undefined where the framework has but one. */
function askedFor(
  context: ScriptContext, detected: DetectedFramework, name: string, resolution: StartResolution, text: string,
): StartResolution | undefined {
  const { reading: { server } } = detected;
  const last = lastStepOf(context, name);
  const asked = typeof server === 'string' || last === undefined ? undefined : server.asked?.(argumentsOf(last));
  if (asked === undefined) return undefined;
  if (typeof asked === 'string') return { source: resolution.source, reason: `${asked}, or set the prop command`, warnings: [], forDevelopment: true };
  return inPlaceOf(context, detected, asked, name, resolution, text);
}

/**
 * The server that was built, in place of what a script runs last. What the script runs before that stays, and may read
 * whatever it likes.
 */
function inPlaceOf(
  context: ScriptContext,
  detected: DetectedFramework,
  server: FrameworkServer,
  name: string,
  resolution: StartResolution,
  text: string,
): StartResolution {
  const last = lastStepOf(context, name);
  const options = last ? argumentsOf(last) : [];
  const named = Object.entries(server.optionVariables ?? {}).flatMap(([option, variable]) => {
    const at = options.findIndex(word => word === option || word.startsWith(`${option}=`));
    const value = at === -1 ? undefined : options[at] === option ? options[at + 1] : options[at].slice(option.length + 1);
    return value === undefined ? [] : [[variable, value]];
  });
  const given = last?.assignments.filter(({ dynamic }) => !dynamic).map(({ name: variable, value }) => [variable, value]) ?? [];
  const environment: { [name: string]: string } = { ...server.environment, ...Object.fromEntries([...given, ...named]) };
  if (resolution.port !== undefined && resolution.port !== server.port) environment.PORT = String(resolution.port);
  const command = commandOf(context, detected, server);
  const before = stepsBefore(context, name, resolution);
  const { framework: _, ...own } = command;
  const line = `${before} && exec ${command.argv.join(' ')}`;
  return {
    ...started(context, detected, server),
    source: resolution.source,
    reason: `in place of ${text}: ${detected.reading.reason}`,
    warnings: resolution.warnings.filter(({ id }) => id !== 'start-needs-dev-dependency' || before !== undefined),
    command: before === undefined ? { ...command, environment, script: name }
      : { ...own, argv: [runningShell(context.scriptShell, line).program, '-c', line], shell: true, environment, script: name },
    port: resolution.port ?? server.port,
  };
}

/** Steps that a script runs before its last one, as a shell reads it. */
function stepsBefore({ packages, isBuild }: ScriptContext, name: string, { command }: StartResolution): string | undefined {
  const flat = flattenScript(packages, '', name);
  const count = flat instanceof ScriptCycle ? 0 : flat.steps.filter((step, index) => index === flat.steps.length - 1 || !isBuild(step)).length;
  const text = command?.shell ? command.argv[2] : '';
  const end = text.lastIndexOf(' && ');
  return count > 1 && end !== -1 ? text.slice(0, end) : undefined;
}

function lastStepOf({ packages }: ScriptContext, name: string) {
  const flat = flattenScript(packages, '', name);
  return flat instanceof ScriptCycle ? undefined : flat.steps[flat.steps.length - 1]?.invocation;
}

/** The file of a dependency's program; undefined if the server is a file of the project. */
function fileOf(context: ScriptContext, { argv: [program] }: FrameworkServer): string | undefined {
  return program === 'node' ? undefined : binOf(context, program)?.file ?? `node_modules/.bin/${program}`;
}

/**
 * The last program that a script runs, with what it is given.
 */
function lastOf({ packages }: ScriptContext, name: string): string {
  const flat = flattenScript(packages, '', name);
  const last = flat instanceof ScriptCycle ? undefined : flat.steps[flat.steps.length - 1]?.invocation;
  if (last !== undefined) return textOf(last);
  // A line that a shell has to read.
  const steps = walkNamedScript(packages, '', name);
  return steps.length === 0 ? '' : textOf(steps[steps.length - 1]);
}

/**
 * How the server of a framework is started where no script does. Undefined if the framework decides nothing.
 */
export function frameworkStart(context: ScriptContext, detected: DetectedFramework | undefined): StartResolution | undefined {
  if (!detected) return undefined;
  const { reading: { server, site }, source } = detected;
  if (site) return served(context, detected, site);
  if (typeof server !== 'string') return started(context, detected, server);
  return { source, reason: `${server}, or set the prop command`, warnings: [], forDevelopment: true };
}

/**
 * Files that the image serves by itself.
 */
function served(context: ScriptContext, { framework, source }: DetectedFramework, { directory, proxy }: StaticSite): StartResolution {
  return {
    command: { argv: [], environment: {}, shell: false, staticFiles: directory, framework: framework.name },
    source,
    reason: `no script serves what ${framework.name} writes to ${directory}, so that a file server in the image does`,
    warnings: [...proxy === undefined ? [] : [{
      id: 'site-without-proxy',
      message: `${proxy} hands paths on to another server where it is developed, and the file server of the image answers them by the page: `
        + 'let what stands before the image hand them on, or set "command" to a server of the project that does',
    }], ...leftServer(context)],
    forDevelopment: false,
    port: STATIC_FILES_PORT,
  };
}

function started(context: ScriptContext, detected: DetectedFramework, server: FrameworkServer): StartResolution {
  const { framework, source } = detected;
  const missing = missingPackage(context, server);
  return {
    command: commandOf(context, detected, server),
    source,
    reason: `no script starts what ${framework.name} builds for production, and this does`,
    warnings: missing === undefined ? [] : [{
      id: 'start-needs-dev-dependency',
      message: `${server.argv[0]} is of ${missing}, a development dependency, which is not in the image: move it to dependencies`,
    }],
    forDevelopment: missing !== undefined,
    port: server.port,
  };
}

function commandOf(context: ScriptContext, { framework, reading }: DetectedFramework, server: FrameworkServer) {
  const [program, ...rest] = server.argv;
  const bin = program === 'node' ? undefined : binOf(context, program);
  return {
    argv: program === 'node' ? [...server.argv] : ['node', bin?.file ?? `node_modules/.bin/${program}`, ...rest],
    environment: { ...server.environment },
    shell: false,
    entry: program === 'node' ? server.argv[1] : undefined,
    builtFile: server.built,
    ...reading.releaseFiles ? { framework: framework.name } : {},
  };
}

function runsBuilt({ command }: StartResolution, server: FrameworkServer): boolean {
  return command?.entry !== undefined && command.shell !== true && [server.built, server.argv[0] === 'node' && !server.shadowed ? server.argv[1] : undefined].some(file =>
    file !== undefined && withoutExtension(file) === withoutExtension(command.entry!));
}

/**
 * A script that runs the file itself. What it loads before that file may be anywhere, so that modules stay.
 */
function builtByScript({ framework, reading }: DetectedFramework, server: FrameworkServer, resolution: StartResolution): StartResolution {
  const command = resolution.command!;
  const entry = server.argv[0] === 'node' ? server.argv[1] : command.entry!;
  const argv = command.argv.map(word => withoutExtension(word.replace(/^\.\//, '')) === withoutExtension(command.entry!) ? entry : word);
  const alone = argv[1] === entry || command.entry === entry && argv.length === 2;
  return {
    ...resolution,
    command: {
      ...command,
      argv,
      entry,
      environment: { ...server.environment, ...command.environment },
      builtFile: server.built,
      ...reading.releaseFiles && alone ? { framework: framework.name } : {},
    },
    port: resolution.port ?? server.port,
  };
}

function withoutExtension(file: string): string {
  return file.replace(/(\/index)?\.[cm]?js$/, '');
}

function missingPackage(context: ScriptContext, { argv: [program] }: FrameworkServer): string | undefined {
  const bin = program === 'node' ? undefined : binOf(context, program);
  return bin && !bin.production ? bin.package : undefined;
}

function binOf({ packages, lockfile }: ScriptContext, program: string) {
  return findBin(program, packages.at('')!, lockfile);
}
