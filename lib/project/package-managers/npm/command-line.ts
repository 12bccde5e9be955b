import { CommandLine } from '../definition/command-line';
import { NPM_TRACES } from './traces';

/**
 * @see https://docs.npmjs.com/cli/v11/commands
 */
export const NPM_COMMAND_LINE: CommandLine = {
  programs: NPM_TRACES.programs,
  corepack: true,
  directoryOptions: ['--prefix', '-C'],
  valueOptions: ['--workspace', '-w', '--loglevel', '--registry'],
  install: ['install', 'i', 'in', 'ins', 'isntall', 'ci', 'clean-install', 'ic', 'install-clean'],
  adds: ['add'],
  rebuild: ['rebuild', 'rb'],
  upkeep: ['prune', 'dedupe', 'audit', 'outdated', 'fund', 'rebuild'],
  run: ['run', 'run-script', 'rum', 'urn'],
  shorthands: { start: 'start', test: 'test', t: 'test', tst: 'test', stop: 'stop', restart: 'restart' },
  bareScripts: false,
  bins: { bare: false, run: false },
  // https://docs.npmjs.com/cli/v11/commands/npx
  runners: [{ program: 'npx', runs: 'package' }, { program: 'npm', commands: ['exec', 'x'], runs: 'package' }],
  // https://docs.npmjs.com/cli/v11/using-npm/workspaces#running-commands-in-the-context-of-workspaces
  members: { packageOptions: ['-w', '--workspace'], run: ['run', 'run-script'] },
};
