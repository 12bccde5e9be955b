import { managerCalled } from '../package-managers/command-lines';
import { MemberCall, MemberRunner } from '../package-managers/definition/command-line';
import { argumentsOf, Invocation, programOf } from '../scripts/invocation';
import { ownProperty } from '../text/json/json-shape';

/**
 * Tools that run scripts in packages of a monorepo, beside package managers.
 */
const RUNNERS: { readonly [program: string]: MemberRunner } = {
  // https://turborepo.com/docs/reference/run
  turbo: { packageOptions: ['-F', '--filter'], run: ['run'], all: true },
  // https://lerna.js.org/docs/features/run-tasks
  lerna: { packageOptions: ['--scope'], run: ['run'], all: true },
  // https://nx.dev/nx-api/nx/documents/run
  nx: {
    packageOptions: ['-p', '--projects'],
    run: [],
    read: words => {
      const [verb, name, ...rest] = words;
      if (verb === 'run') {
        const [project, script] = (name ?? '').split(':');
        return script === undefined ? undefined : { script, packages: [project] };
      }
      return name !== undefined && rest.length === 0 && verb !== 'run-many' ? { script: verb, packages: [name] } : undefined;
    },
  },
};

/**
 * Reads a call of a tool that runs a script in packages, undefined if it is none.
 */
export function parseMemberCall(invocation: Invocation): MemberCall | undefined {
  const program = programOf(invocation);
  const runner = managerCalled(program)?.commandLine.members ?? ownProperty(RUNNERS, program ?? '');
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
