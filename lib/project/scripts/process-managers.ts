import { managerCalled } from '../package-managers/command-lines';
import { plainWord, Word, wordOf } from './invocation';
import { Wrapper } from './wrapper';
import { hasOption, OptionTable, parseOptions } from './wrapper-options';

/** Options of pm2 for one application. */
const PM2_OPTIONS: OptionTable = {
  values: [
    '-n', '--name', '-o', '--output', '-e', '--error', '-l', '--log', '--log-type', '--log-date-format', '--env', '-u', '--user', '--uid', '--gid',
    '-i', '--instances', '--parallel', '-c', '--cron', '--cron-restart', '--interpreter', '--interpreter-args', '--node-args', '--max-memory-restart', '--restart-delay',
    '--exp-backoff-restart-delay', '--max-restarts', '--ignore-watch', '--kill-timeout', '--listen-timeout', '--wait-ready-timeout', '-p', '--pid', '--cwd', '--only', '--namespace', '-a',
    '--filter-env', '--watch-delay',
  ],
  flags: ['--watch', '--no-daemon', '-f', '--force', '--time', '--merge-logs', '--no-autorestart', '--wait-ready', '--update-env', '--no-color', '--silent', '-s', '--no-vizion', '--no-treekill', '--attach', '--sort', '-x', '-m', '--mini-list'],
};

/**
 * Command of node for the one that pm2 is given; undefined where pm2 is told more than a file.
 */
export function withoutPm2(words: readonly Word[]): Word[] | undefined {
  const end = words.findIndex(({ raw }) => raw === '--');
  const own = words.slice(1, end === -1 ? words.length : end).filter(({ text }) => text !== 'start');
  const operands: Word[] = [];
  for (let rest: readonly Word[] = own; rest.length > 0;) {
    const read = parseOptions(rest, PM2_OPTIONS);
    if (!read || hasOption(read, '--interpreter', '--interpreter-args', '--node-args', '--cwd', '--only')) return undefined;
    operands.push(...read.rest.slice(0, 1));
    rest = read.rest.slice(1);
  }
  const isFile = operands.length === 1 && !operands[0].dynamic && !/config\.[cm]?js$|\.(?![cm]?js$)\w+$/.test(operands[0].text);
  return isFile ? [wordOf('node'), operands[0], ...end === -1 ? [] : words.slice(end + 1)] : undefined;
}

/**
 * `pm2 start npm --name api -- start`: the words without pm2 and its options. Undefined for a file of its own.
 */
function managerCall(rest: readonly Word[]): Word[] | undefined {
  const [first, ...others] = rest;
  const end = others.findIndex(({ raw }) => raw === '--');
  return first !== undefined && managerCalled(first.text) ? [first, ...end === -1 ? [] : others.slice(end + 1)] : undefined;
}

/**
 * Programs that keep another one running, most of them from the background, where a container ends at once.
 */
export const processManagers: readonly Wrapper[] = [
  // https://pm2.keymetrics.io/docs/usage/docker-pm2-nodejs/
  {
    programs: ['pm2', 'pm2-runtime', 'pm2-docker'],
    commands: ['start', ''],
    options: PM2_OPTIONS,
    runs: 'program',
    reason: 'what runs the container starts it anew',
    adapt: ({ rest }) => {
      const call = managerCall(rest);
      return call && { rest: call };
    },
  },
  {
    programs: ['pm2'],
    commands: ['start', 'restart', 'reload', 'startOrRestart', 'startOrReload', 'startOrGracefulReload'],
    raw: true,
    runs: 'program',
    adapt: ({ rest: words }) => {
      // With --no-daemon it stays in the foreground.
      if (words.length === 0 || words.some(({ text }) => text === '--no-daemon')) return undefined;
      const kept = words.filter(({ text }) => !['--watch', '-f', '--force', '--attach'].includes(text));
      return {
        rest: [plainWord('pm2-runtime')!, wordOf('start'), ...kept],
        notes: [{ text: 'pm2-runtime in place of pm2, which goes to the background, where the container would end at once' }],
      };
    },
  },
  // https://github.com/foreversd/forever
  {
    programs: ['forever'],
    commands: ['start', ''],
    options: {
      values: ['-m', '-l', '-o', '-e', '-p', '--pidFile', '--minUptime', '--spinSleepTime', '--uid', '--id', '--sourceDir', '--workingDir', '--watchDirectory', '--watchIgnore', '--killSignal'],
      flags: ['-a', '--append', '-f', '--fifo', '-n', '-v', '--verbose', '-s', '--silent', '-w', '--watch', '-d', '--debug', '--killTree'],
    },
    runs: 'file',
    reason: 'what runs the container starts it anew',
    adapt: read => hasOption(read, '--sourceDir', '--workingDir') ? undefined : {},
  },
];
