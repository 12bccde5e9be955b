import { ProjectFiles } from '../files/project-files';
import { Findings } from '../findings';
import { StartCommand } from '../start-command';
import { Listening, readListening } from './read-listening';
import { startedSources } from './source-files';

/**
 * Finds out where the program that is started listens, from its source. A server of a framework, and a command line of
 * the shell, tell nothing.
 */
export function detectListening(files: ProjectFiles, command: StartCommand | undefined, buildOutput: readonly string[]): Listening {
  if (!command || command.framework !== undefined || command.staticFiles !== undefined) return {};
  return readListening(startedSources(files, command, buildOutput));
}

/**
 * The start command with the variable that lets the server listen on every address of the container; a warning where
 * no variable can.
 */
export function reachable(command: StartCommand | undefined, { loopback }: Listening, findings: Findings): StartCommand | undefined {
  const { variable } = loopback ?? {};
  if (!command || !loopback || (variable !== undefined && command.environment?.[variable] !== undefined)) return command;
  if (variable === undefined) {
    const how = loopback.byDefault ? 'tells Fastify no host, which then listens' : 'listens';
    findings.warn('listens-on-loopback', `${loopback.file} ${how} on ${loopback.address}, which nothing outside of the container reaches: let it listen on 0.0.0.0`);
    return command;
  }
  findings.decide('listenAddress', `${variable}=0.0.0.0`, loopback.file, `without ${variable} it listens on ${loopback.address}, which nothing outside of the container reaches`);
  return command.shell ? command : { ...command, environment: { ...command.environment, [variable]: '0.0.0.0' } };
}
