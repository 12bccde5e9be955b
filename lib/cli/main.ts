import * as path from 'path';
import { nearest } from '../props/index';
import { Cleanup } from './cleanup';
import { Command, Context } from './command';
import { COMMANDS } from './commands/index';
import { CommandError, ExitCode, isSpoken } from './exit-code';
import { helpOf, helpOfProps, overview, PROPS_TOPIC } from './help';
import { imageOptions } from './options/image-options';
import { parse } from './options/parse';
import { ownPackage } from './own-package';
import { Terminal, TerminalProps } from './terminal/terminal';

/** Runs the command line of this process, and ends it. */
export function main(): void {
  const cleanup = new Cleanup();
  for (const [signal, code] of [['SIGINT', ExitCode.INTERRUPTED], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
    process.once(signal, () => {
      cleanup.run();
      process.stderr.write('\n');
      process.exit(code);
    });
  }
  // a reader that has seen enough, such as head, is no trouble
  process.stdout.on('error', ({ code }) => process.exit(code === 'EPIPE' ? ExitCode.OK : ExitCode.DEFECT));
  void run(process.argv.slice(2), { stdout: process.stdout, stderr: process.stderr, environment: process.env }, cleanup)
    .then(code => { process.exitCode = code; });
}

/** Runs a command line and gives the exit code. */
export async function run(words: readonly string[], output: TerminalProps, cleanup = new Cleanup()): Promise<number> {
  const terminal = new Terminal(output);
  try {
    return await dispatch(words, terminal, cleanup);
  } catch (error) {
    return complain(terminal, error as Error);
  } finally {
    cleanup.run();
    terminal.clear();
  }
}

function dispatch(words: readonly string[], terminal: Terminal, cleanup: Cleanup): Promise<ExitCode> | ExitCode {
  const [first, ...rest] = words;
  if (first === undefined || ['help', '--help', '-h'].includes(first)) return help(first === 'help' ? rest[0] : undefined, terminal, first === undefined);
  if (first === '--version' || first === '-v') {
    terminal.out(ownPackage().version);
    return ExitCode.OK;
  }
  const command = commandOf(first);
  if (rest.includes('--help') || rest.includes('-h')) return help(command.name, terminal, false);
  const own: Command = command.image ? { ...command, options: [...command.options, { name: 'options', value: 'FILE', text: '' }] } : command;
  const given = parse(own, rest);
  const values = (name: string) => given.options.get(name) ?? [];
  const context: Context = {
    terminal: given.options.has('quiet') ? terminal.quieter() : terminal,
    cleanup,
    words: given.words,
    has: name => given.options.has(name),
    value: name => values(name)[values(name).length - 1],
    values,
    image: () => imageOptions(path.resolve(given.words[0] ?? '.'), context.value('options'), given.image),
  };
  return command.run(context);
}

function help(topic: string | undefined, terminal: Terminal, asked: boolean): ExitCode {
  const lines = topic === undefined ? overview(terminal) : topic === PROPS_TOPIC ? helpOfProps() : helpOf(commandOf(topic), terminal);
  terminal.out(lines.join('\n'));
  return asked ? ExitCode.USAGE : ExitCode.OK;
}

function commandOf(name: string): Command {
  const command = COMMANDS.find(item => item.name === name);
  if (command) return command;
  const meant = nearest(name, COMMANDS.map(item => item.name));
  throw new CommandError(`there is no command ${JSON.stringify(name)}${meant === undefined ? '' : `; did you mean "${meant}"?`} (see cdk-nodejs-image --help)`);
}

function complain(terminal: Terminal, error: Error): ExitCode {
  if (error instanceof CommandError) {
    terminal.complain(terminal.wrapped(error.message).join('\n'));
    return error.code;
  }
  if (isSpoken(error)) {
    terminal.complain(terminal.wrapped(error.message).join('\n'));
    return ExitCode.USAGE;
  }
  terminal.complain(`this is a defect of cdk-nodejs-image:\n${error.stack}`);
  return ExitCode.DEFECT;
}
