import { CommandLine } from '../definition/command-line';
import { YARN_CLASSIC_TRACES } from './traces';

/**
 * Command line of Yarn, of all its versions: a script does not tell which one it calls.
 *
 * @see https://classic.yarnpkg.com/lang/en/docs/cli/
 * @see https://yarnpkg.com/cli
 */
export const YARN_COMMAND_LINE: CommandLine = {
  programs: YARN_CLASSIC_TRACES.programs,
  corepack: true,
  directoryOptions: ['--cwd'],
  valueOptions: ['--registry', '--cache-folder', '--modules-folder'],
  install: ['', 'install'],
  adds: ['add', 'global'],
  rebuild: ['rebuild'],
  upkeep: [],
  run: ['run', 'run-script'],
  shorthands: {},
  bareScripts: true,
  bins: { bare: true, run: true },
  commands: [
    'add', 'audit', 'autoclean', 'bin', 'cache', 'check', 'config', 'constraints', 'create', 'dedupe', 'dlx', 'exec', 'explain', 'global', 'import', 'info',
    'init', 'licenses', 'link', 'list', 'login', 'logout', 'node', 'npm', 'outdated', 'owner', 'pack', 'patch', 'patch-commit', 'plugin', 'policies', 'publish',
    'rebuild', 'remove', 'search', 'set', 'stage', 'tag', 'team', 'unlink', 'unplug', 'up', 'upgrade', 'upgrade-interactive', 'version', 'versions', 'why',
    'workspace', 'workspaces',
  ],
  // https://yarnpkg.com/cli/exec, https://yarnpkg.com/cli/dlx, https://yarnpkg.com/cli/node
  runners: [
    { program: 'yarn', commands: ['exec'], runs: 'program' },
    { program: 'yarn', commands: ['dlx'], runs: 'package' },
    { program: 'yarn', commands: ['node'], runs: 'file' },
  ],
  // https://classic.yarnpkg.com/lang/en/docs/cli/workspace/
  members: {
    packageOptions: [],
    run: [],
    read: ([verb, name, ...rest]) => {
      const [script] = rest[0] === 'run' ? rest.slice(1) : rest;
      return verb === 'workspace' && name !== undefined && script !== undefined ? { script, packages: [name] } : undefined;
    },
  },
};
