import { argumentsOf, Invocation, programOf } from '../scripts/invocation';

/**
 * A call that runs one script in packages of the monorepo.
 */
export interface MemberCall {
  readonly script: string;
  /** Names or directories of the packages; none stands for every package that has the script. */
  readonly packages: readonly string[];
}

/**
 * A tool that runs scripts in packages of a monorepo.
 */
interface MemberRunner {
  readonly programs: readonly string[];

  /** Options that name a package. */
  readonly packageOptions: readonly string[];

  /** Words in front of the name of the script. */
  readonly run: readonly string[];

  /** True if it runs the script in every package unless it is told in which. */
  readonly all: boolean;

  /** Reads the words that are no options, where that is something else than a script. */
  read?(words: readonly string[]): MemberCall | undefined;
}

const RUNNERS: readonly MemberRunner[] = [
  // https://docs.npmjs.com/cli/v11/using-npm/workspaces#running-commands-in-the-context-of-workspaces
  { programs: ['npm'], packageOptions: ['-w', '--workspace'], run: ['run', 'run-script'], all: false },
  {
    // https://classic.yarnpkg.com/lang/en/docs/cli/workspace/
    programs: ['yarn'],
    packageOptions: [],
    run: [],
    all: false,
    read: ([verb, name, ...rest]) => {
      const [script] = rest[0] === 'run' ? rest.slice(1) : rest;
      return verb === 'workspace' && name !== undefined && script !== undefined ? { script, packages: [name] } : undefined;
    },
  },
  // https://pnpm.io/filtering, https://bun.com/docs/pm/filter
  { programs: ['pnpm', 'bun'], packageOptions: ['-F', '--filter'], run: ['run', 'run-script'], all: false },
  // https://turborepo.com/docs/reference/run
  { programs: ['turbo'], packageOptions: ['-F', '--filter'], run: ['run'], all: true },
  // https://lerna.js.org/docs/features/run-tasks
  { programs: ['lerna'], packageOptions: ['--scope'], run: ['run'], all: true },
  {
    // https://nx.dev/nx-api/nx/documents/run
    programs: ['nx'],
    packageOptions: ['-p', '--projects'],
    run: [],
    all: false,
    read: words => {
      const [verb, name, ...rest] = words;
      if (verb === 'run') {
        const [project, script] = (name ?? '').split(':');
        return script === undefined ? undefined : { script, packages: [project] };
      }
      return name !== undefined && rest.length === 0 && verb !== 'run-many' ? { script: verb, packages: [name] } : undefined;
    },
  },
];

/**
 * Reads a call of a tool that runs a script in packages, undefined if it is none.
 */
export function readMemberCall(invocation: Invocation): MemberCall | undefined {
  const program = programOf(invocation);
  const runner = RUNNERS.find(({ programs }) => program !== undefined && programs.includes(program));
  if (!runner) return undefined;
  const packages: string[] = [];
  const words: string[] = [];
  const args = argumentsOf(invocation);
  for (let i = 0; i < args.length && args[i] !== '--'; i++) {
    const [option, value] = args[i].startsWith('--') && args[i].includes('=') ? splitOnce(args[i]) : [args[i], undefined];
    if (runner.packageOptions.includes(option)) packages.push(...(value ?? args[++i] ?? '').split(','));
    else if (!option.startsWith('-')) words.push(option);
  }
  if (runner.read) return runner.read(words);
  const script = runner.run.includes(words[0]) ? words[1] : words[0];
  return script === undefined || (packages.length === 0 && !runner.all) ? undefined : { script, packages: packages.map(withoutDependencies) };
}

/**
 * A filter may take in the packages that one needs, or that need it: `api...`, `...api`, `{./apps/api}`.
 */
function withoutDependencies(filter: string): string {
  return filter.replace(/^\.{3}\^?/, '').replace(/\^?\.{3}$/, '').replace(/^\{(.*)\}$/, '$1');
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}
