import { CommandLine } from '../definition/command-line';
import { BUN_TRACES } from './traces';

/**
 * @see https://bun.com/docs/cli
 */
export const BUN_COMMAND_LINE: CommandLine = {
  programs: BUN_TRACES.programs,
  directoryOptions: ['--cwd'],
  valueOptions: ['--filter', '-F', '--registry', '-r', '--preload'],
  install: ['install', 'i'],
  adds: ['add', 'ci'],
  rebuild: [],
  upkeep: [],
  run: ['run'],
  shorthands: {},
  bareScripts: true,
  // The program itself is in the image, and runs commands as well as files.
  bins: { bare: false, run: false },
  commands: ['', 'test', 'build', 'add', 'remove', 'update', 'x', 'create', 'link', 'unlink', 'pm', 'init', 'exec', 'repl', 'upgrade', 'publish', 'patch', 'audit', 'outdated'],
  // https://bun.com/docs/pm/bunx
  runners: [{ program: 'bunx', runs: 'package' }, { program: 'bun', commands: ['x'], runs: 'package' }],
  // https://bun.com/docs/pm/filter
  members: { packageOptions: ['-F', '--filter'], run: ['run', 'run-script'] },
};
