import { ProjectFiles } from '../files/project-files';
import { parseDockerfile, ParsedStage, StageCommand } from '../text/dockerfile/parse-dockerfile';
import { quoteWord } from '../text/shell/quote-word';

/** Facts about an application that a Dockerfile by hand has. */
export interface DockerfileByHand {
  /** The command line that it starts by. */
  readonly command?: string;
  /** The variables that are set in its image, and that the file itself makes no use of. */
  readonly variables: ReadonlyMap<string, string>;
  /** The packages of a distribution that are installed in its image. */
  readonly systemPackages: readonly string[];
}

/**
 * Reads the last stage of the Dockerfile of a project, and those that it is built on; undefined if there is none. One that this
 * library wrote says nothing that it did not read.
 */
export function readDockerfile(files: ProjectFiles): DockerfileByHand | undefined {
  const text = files.text('Dockerfile');
  if (text === undefined || text.includes('made by cdk-nodejs-image')) return undefined;
  const { stages, used } = parseDockerfile(text);
  const chain = chainOf(stages);
  const last = (field: 'entrypoint' | 'command') => chain.flatMap(stage => stage[field] ?? []).at(-1);
  return {
    command: commandLine(last('entrypoint'), last('command')),
    systemPackages: [...new Set(chain.flatMap(({ runs }) => runs).flatMap(installedBy))],
    variables: new Map(chain.flatMap(({ variables }) => variables).filter(([name]) => !used.has(name))),
  };
}

/** The last stage behind those that it is built on. */
function chainOf(stages: readonly ParsedStage[]): ParsedStage[] {
  const chain: ParsedStage[] = [];
  for (let stage = stages.at(-1); stage !== undefined;) {
    chain.unshift(stage);
    const { from } = stage;
    stage = stages.slice(0, stages.indexOf(stage)).find(({ name }) => name === from);
  }
  return chain;
}

/** @see https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact */
function commandLine(entrypoint: StageCommand | undefined, command: StageCommand | undefined): string | undefined {
  // an entry point for a shell takes no words from the command, and nobody can tell what one of words does with a line
  if (entrypoint && 'line' in entrypoint) return entrypoint.line;
  if (command && 'line' in command) return entrypoint ? undefined : command.line;
  return [...entrypoint?.words ?? [], ...command?.words ?? []].map(quoteWord).join(' ') || undefined;
}

/** Commands that install packages of a distribution. */
const INSTALLS = /\b(?:apt-get|apt|apk|dnf|microdnf|yum)\b(?:\s+-\S+)*\s+(?:install|add)\b([^;&|]*)/g;

/** Names of packages in a line; options take their value by `=`, and a name may have a version. */
function installedBy(line: string): string[] {
  return [...line.replace(/\\\r?\n/g, ' ').matchAll(INSTALLS)].flatMap(([, words]) => words.trim().split(/\s+/))
    .map(word => word.replace(/[=<>~@].*$/, '')).filter(word => /^[a-z0-9][a-z0-9.+-]+$/.test(word));
}
