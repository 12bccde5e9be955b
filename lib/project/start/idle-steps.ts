import { joinInside } from '../files/relative-path';
import { managerCalled } from '../package-managers/command-lines';
import { StartStep } from '../scripts/flatten-script';
import { argumentsOf, Invocation, isStatic, programOf } from '../scripts/invocation';
import { parseManagerCall } from '../scripts/manager-call';

/**
 * Commands that do nothing for a container, by their programs.
 */
const IDLE: { readonly [program: string]: { readonly commands: readonly string[]; readonly reason: string } } = {
  pm2: {
    commands: ['logs', 'log', 'monit', 'save', 'list', 'ls', 'status', 'startup', 'kill', 'delete', 'del', 'stop', 'flush', 'ping', 'update', 'unstartup'],
    reason: 'what manages processes of a machine is left out',
  },
  forever: { commands: ['list', 'logs', 'stop', 'stopall'], reason: 'what manages processes of a machine is left out' },
  corepack: { commands: ['enable', 'prepare', 'install', 'use', 'up'], reason: 'what provides a package manager is left out, for the image is installed' },
};

/** Programs that remove files of the project. */
const REMOVES = new Set(['rm', 'rimraf', 'rmdir', 'del', 'del-cli']);

/**
 * Why a container does without a step of its start script; undefined if it does not.
 */
export function idleReason({ directory, invocation }: StartStep): string | undefined {
  if (!invocation) return undefined;
  const call = parseManagerCall(invocation);
  if (call?.kind === 'install' && joinInside(directory, call.directory ?? '.') === '') return 'what installs is left out, for the image is installed';
  const program = programOf(invocation);
  if (program !== undefined && REMOVES.has(program) && isStatic(invocation) && argumentsOf(invocation).every(word => !/^(\/|\.\.)/.test(word))) {
    return `${program} is left out, for what it removes is not in the image`;
  }
  const [word] = argumentsOf(invocation);
  if (managerCalled(program)?.commandLine.upkeep.includes(word)) return 'what looks after dependencies is left out, for the image is installed';
  const idle = program !== undefined && Object.hasOwn(IDLE, program) ? IDLE[program] : undefined;
  return idle?.commands.includes(word) ? idle.reason : undefined;
}

/**
 * True if a step installs something: another package, or the dependencies of another directory.
 */
export function installsMore(invocation: Invocation): boolean {
  const line = managerCalled(programOf(invocation))?.commandLine;
  const verb = argumentsOf(invocation).find(word => !word.startsWith('-'));
  return line !== undefined && (parseManagerCall(invocation)?.kind === 'install' || (verb !== undefined && [...line.install, ...line.adds].includes(verb)));
}
