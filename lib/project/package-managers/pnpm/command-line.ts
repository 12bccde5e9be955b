import { CommandLine } from '../definition/command-line';
import { PNPM_TRACES } from './traces';

/**
 * @see https://pnpm.io/pnpm-cli
 */
export const PNPM_COMMAND_LINE: CommandLine = {
  programs: PNPM_TRACES.programs,
  corepack: true,
  directoryOptions: ['-C', '--dir', '--prefix'],
  valueOptions: ['--filter', '-F', '--registry', '--store-dir', '--loglevel', '--reporter'],
  install: ['install', 'i'],
  adds: ['add', 'ci'],
  rebuild: ['rebuild', 'rb'],
  upkeep: ['prune', 'dedupe', 'audit', 'outdated', 'rebuild'],
  run: ['run', 'run-script'],
  shorthands: {},
  bareScripts: true,
  bins: { bare: true, run: false },
  commands: [
    '', 'add', 'approve-builds', 'audit', 'bin', 'config', 'create', 'dedupe', 'deploy', 'dlx', 'doctor', 'env', 'exec', 'fetch', 'import', 'init', 'licenses',
    'link', 'list', 'ln', 'ls', 'm', 'multi', 'outdated', 'pack', 'patch', 'patch-commit', 'prune', 'publish', 'rb', 'rebuild', 'recursive', 'remove', 'rm',
    'root', 'self-update', 'server', 'setup', 'store', 'un', 'uninstall', 'unlink', 'up', 'update', 'upgrade', 'why',
  ],
  // https://pnpm.io/cli/exec, https://pnpm.io/cli/dlx
  runners: [
    { program: 'pnpx', runs: 'package' },
    { program: 'pnpm', commands: ['exec'], runs: 'program' },
    { program: 'pnpm', commands: ['dlx'], runs: 'package' },
    { program: 'pnpm', commands: ['node'], runs: 'file' },
  ],
  // https://pnpm.io/filtering
  members: { packageOptions: ['-F', '--filter'], run: ['run', 'run-script'] },
};
