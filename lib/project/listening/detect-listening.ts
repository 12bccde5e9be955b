import { Findings, listed } from '../model/findings';
import { StartCommand } from '../model/start-command';
import { Listening, OWN_NAME, readListening } from './read-listening';
import { settingsOf } from './settings-of';
import { Sources } from './sources';
import { startedProgram } from './started-program';

/**
 * Questions for finding out where a program listens.
 */
export interface ListeningReader {
  readonly sources: Sources;
  readonly start: { readonly command?: StartCommand };
  readonly buildOutput: readonly string[];
  /** Variables that package managers set for scripts. */
  readonly npmVariables: { readonly values: ReadonlyMap<string, string> };
  readonly findings: Findings;
}

/** Servers that a build writes whole, by what is started: they listen there unless the variable PORT says otherwise. */
const BUILT_SERVERS: readonly { readonly entry: RegExp; readonly port: number }[] = [
  // https://nitro.build/deploy/runtimes/node
  { entry: /(^|\/)(\.output|dist\/analog)\/server\/index\.mjs$/, port: 3000 },
];

/**
 * Finds out where the program that is started listens, from its source. A server of a framework, and a command line of
 * the shell, tell nothing.
 */
export function detectListening({ sources, start: { command }, buildOutput, npmVariables, findings }: ListeningReader): Listening {
  if (!command || command.framework !== undefined || command.staticFiles !== undefined) return {};
  const program = startedProgram(sources, command, buildOutput);
  if (!program) {
    const built = command.entry === undefined ? undefined : BUILT_SERVERS.find(({ entry }) => entry.test(command.entry!));
    return built ? { port: { value: built.port, file: command.entry! } } : {};
  }
  const listening = readListening(program, command.argv[0], npmVariables.values, settingsOf(sources, command));
  const nameOf = (path: string) => sources.path !== '' && path.startsWith(`${sources.path}/`) ? path.slice(sources.path.length + 1) : sources.files.name(path);
  const { port, loopback, server, unread = [] } = listening;
  if (unread.length > 0) {
    const files = unread.map(({ path, reason }) => `${nameOf(path)} (${reason})`);
    findings.warn('source-unreadable', `${listed(files, 4)} could not be parsed, so that it is not known whether it names a port, or an address that nothing outside of the container reaches: set the prop port`);
  }
  return {
    ...port ? { port: { ...port, file: nameOf(port.file) } } : {},
    ...loopback ? { loopback: { ...loopback, file: nameOf(loopback.file) } } : {},
    ...server ? { server: { ...server, file: nameOf(server.file) } } : {},
    unread,
  };
}

/** Who does not reach an address, where those are others than all outside of the container. */
const UNREACHED: { readonly [address: string]: string } = {
  [OWN_NAME]: 'which a health check in the container does not ask',
};

/**
 * The start command with the variable that lets the server listen on every address of the container; a warning where
 * no variable can.
 */
export function reachable(command: StartCommand | undefined, { loopback }: Listening, findings: Findings): StartCommand | undefined {
  const { variable, address = '' } = loopback ?? {};
  if (!command || !loopback || (variable !== undefined && command.environment?.[variable] !== undefined)) return command;
  if (variable === undefined) {
    const how = loopback.byDefault ? 'tells Fastify no host, which then listens' : 'listens';
    findings.warn('listens-on-loopback', `${loopback.file} ${how} on ${address}, ${UNREACHED[address] ?? 'which nothing outside of the container reaches'}: let it listen on 0.0.0.0`);
    return command;
  }
  const without = address === OWN_NAME ? 'runtimes of containers set' : 'without';
  findings.decide('listenAddress', `${variable}=0.0.0.0`, loopback.file, `${without} ${variable}${address === OWN_NAME ? ', and' : ''} it listens on ${address}, ${UNREACHED[address] ?? 'which nothing outside of the container reaches'}`);
  return { ...command, environment: { ...command.environment, [variable]: '0.0.0.0' } };
}
