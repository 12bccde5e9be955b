import { shellCommand, shellWord } from '../../dockerfile/quote';
import { isManagerProgram, NodejsProject, runtimeOf, StartCommand } from '../../project/index';
import { ImageError } from '../image-error';
import { NodejsDockerfileOptions } from '../nodejs-image-options';
import { RELEASE } from '../paths';
import { STATIC_PROGRAM } from '../stages/programs';
import { StartScript } from '../start-script';
import { missingPrograms } from './base-programs';

/** How the container starts. */
export interface StartPlan {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The file of the project that Node.js runs, where one is known. */
  readonly entry?: string;
  /** True if production dependencies alone do not start it. */
  readonly developmentDependencies?: boolean;
  /** True if it is the server of a framework, which reads the project's release files and nothing else of it. */
  readonly framework: boolean;
  /** A JavaScript file of the build that it starts. */
  readonly builtFile?: string;
  /** True if it is our server of static files. */
  readonly servesFiles?: boolean;
  /** The programs that the base image has to bring. */
  readonly programs?: readonly string[];
  /** The script that says so; undefined where props do. */
  readonly script?: string;
}

const SHELLS = ['sh', 'bash', '/bin/sh', '/bin/bash'];

/** Decides how the container starts; what cannot be told is an error that names the prop to set. */
export function planStart(project: NodejsProject, options: NodejsDockerfileOptions, shell: boolean): StartPlan {
  const entrypoint = options.entrypoint ?? [];
  if (options.command !== undefined && options.startScript !== undefined) {
    throw new ImageError('"command" and "startScript" both say how the container starts; set one of them');
  }
  const plan = options.command !== undefined || (options.entrypoint !== undefined && options.startScript === undefined)
    ? byProps(entrypoint, options.command ?? [])
    : { entrypoint, ...fromScript(project, options.startScript) };
  const words = [...plan.entrypoint, ...plan.command];
  if (words.length === 0) {
    throw new ImageError('"entrypoint" and "command" are both empty, so nothing would start; set "command"');
  }
  if (!shell && (SHELLS.includes(words[0]) || isManagerProgram(words[0]))) {
    throw new ImageError(`the container would start ${JSON.stringify(words)}, but the base image has no shell and no npm; `
      + 'set "command" to one that node runs, or "baseImage" to one that has a shell');
  }
  return plan;
}

function byProps(entrypoint: readonly string[], command: readonly string[]): StartPlan {
  return { entrypoint, command, environment: {}, entry: entryOf(command), framework: false, programs: programOf([...entrypoint, ...command]) };
}

function fromScript(project: NodejsProject, script: StartScript | undefined): Omit<StartPlan, 'entrypoint'> {
  if (script?.variable !== undefined) {
    return choice(project, script);
  }
  const start = script ? resolve(project, script.scripts[0]) : project.startCommand;
  if (start === undefined) {
    const reason = project.facts.find(fact => fact.name === 'startCommand')?.reason;
    throw new ImageError(`cannot tell how ${project.directory} starts: ${reason}`);
  }
  return {
    command: commandOf(start),
    environment: start.environment ?? {},
    entry: start.entry,
    developmentDependencies: start.developmentDependencies,
    framework: start.framework !== undefined,
    builtFile: start.builtFile,
    servesFiles: start.staticFiles !== undefined,
    programs: start.programs,
    script: start.script,
  };
}

/** Command of a start command: its own words, or our server of static files. */
function commandOf({ argv, staticFiles }: StartCommand): string[] {
  return staticFiles === undefined ? argv : ['node', STATIC_PROGRAM.target, staticFiles];
}

/** One case for each script, each replaced by what it runs, so that signals reach the application. */
function choice(project: NodejsProject, script: StartScript): Omit<StartPlan, 'entrypoint'> {
  const commands = script.scripts.map(name => ({ name, ...resolve(project, name) })).map(start => ({ ...start, argv: commandOf(start) }));
  const cases = commands.map(({ name, argv, environment, shell }) => {
    const assignments = Object.entries(environment ?? {}).map(([key, value]) => `${key}=${value}`);
    const words = shell || assignments.length === 0 ? argv : ['env', ...assignments, ...argv];
    return `${shellWord(name)}) exec ${shellCommand(words)} ;;`;
  });
  const { variable, defaultScript } = script;
  // in an assignment, where a word is quoted as everywhere else
  const chosen = defaultScript === undefined ? `case "\${${variable}:-}"` : `${variable}=\${${variable}:-${shellWord(defaultScript)}}; case "$${variable}"`;
  const unknown = shellCommand(['echo', `${script.variable} must be one of ${script.scripts.join(', ')}`]);
  return {
    command: ['/bin/sh', '-c', `${chosen} in ${cases.join(' ')} *) ${unknown} >&2; exit 64 ;; esac`],
    environment: {},
    developmentDependencies: commands.some(({ developmentDependencies }) => developmentDependencies),
    framework: false,
    servesFiles: commands.some(({ staticFiles }) => staticFiles !== undefined),
    programs: [...new Set(commands.flatMap(({ programs }) => programs ?? []))],
    script: script.scripts.join(', '),
  };
}

function resolve(project: NodejsProject, name: string): StartCommand {
  const command = project.resolveScript(name);
  if (command === undefined) {
    throw new ImageError(`startScript names ${JSON.stringify(name)}, but package.json has no such script; it has ${Object.keys(project.scripts).sort().join(', ') || 'none'}`);
  }
  return command;
}

/** The program that words of props begin with, where that is one by its name. */
function programOf([program]: readonly string[] = []): string[] {
  return program === undefined || program === 'node' || program.includes('/') || runtimeOf(program) ? [] : [program];
}

/**
 * Warns of programs that the base image does not have. What is added to the release may bring them.
 */
export function warnOfPrograms(
  { programs = [], script, command }: StartPlan,
  base: string,
  line: number,
  options: NodejsDockerfileOptions,
  warnings: { id: string; message: string }[],
): void {
  if (options.customize?.some(({ stageName }) => stageName === RELEASE)) return;
  // What `doppler run --` and its like run.
  const inner = / -- ([\w@%+:,./= -]+)$/.exec(command[command.length - 1] ?? '')?.[1].split(' ');
  for (const program of missingPrograms(base, line, programs)) {
    const what = script === undefined ? 'the container is to start' : `the script ${script} runs`;
    warnings.push({
      id: 'start-program-missing',
      message: `${what} ${program}, which neither a dependency nor the base image ${base} brings: start without it by "command"${inner ? `: ${JSON.stringify(inner)}` : ''}, add it to the stage "${RELEASE}" by "customize", `
        + 'or set "baseImage" to an image that has it',
    });
  }
}

/** `node [flags] file`: the file. */
function entryOf(command: readonly string[]): string | undefined {
  return command[0] === 'node' && command[1] !== undefined && !command[1].startsWith('-') ? command[1] : undefined;
}
