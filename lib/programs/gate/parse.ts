import { ServiceCall } from '../service-call';
import { readServices } from '../shared/services/read-services';
import { BundlePlaces } from './take-bundle';

/** The command line of a gate. */
export interface GateCall {
  readonly name: string;
  /** Seconds; 0 for no end. */
  readonly timeout: number;
  readonly reports: readonly DeclaredReport[];
  readonly services: readonly ServiceCall[];
  /** The user of its commands, `uid` or `uid:gid`, and the directory whose files are to be its own; undefined for the one who runs this. */
  readonly user?: string;
  readonly own?: string;
  /** Directories of the bundles; undefined where the commands run on what was built. */
  readonly bundles?: BundlePlaces;
  /** True if what its log tells of failed test cases is no failure. */
  readonly exitCodeAlone: boolean;
  /** Programs with their arguments, to be run one after the other. */
  readonly steps: readonly string[][];
}

/** A report that a gate is to write. */
export interface DeclaredReport {
  readonly format: string;
  readonly path: string;
}

const USAGE = 64;

/** Says how the program is called, and ends it. */
export function usage(problem: string): never {
  console.error(`gate: ${problem}\nusage: gate.mjs run NAME [--timeout=SECONDS] [--report=FORMAT:PATH]... [--services=FILE] [--user=UID[:GID]] [--own=DIRECTORY] [--bundles=DIRECTORY:DIRECTORY:DIRECTORY] [--exit-code-alone] -- COMMAND [&& COMMAND]...\n       gate.mjs offline -- COMMAND [&& COMMAND]...`);
  process.exit(USAGE);
}

/** The name of a gate, which becomes a part of paths. */
function gateName(name: string): string {
  return /^\w[\w.-]*$/.test(name) ? name : usage(`not the name of a gate: ${JSON.stringify(name)}`);
}

/** Reads the command line that `gateArguments` writes. */
export function parse(words: readonly string[]): GateCall {
  const end = words.indexOf('--');
  if (end < 1) usage('no command');
  const name = gateName(words[0]);
  const reports: DeclaredReport[] = [];
  let services: string | undefined;
  let timeout = 0;
  let user: string | undefined;
  let own: string | undefined;
  let bundles: BundlePlaces | undefined;
  let exitCodeAlone = false;
  for (const option of words.slice(1, end)) {
    const seconds = /^--timeout=([1-9]\d{0,6})$/.exec(option);
    const service = /^--services=([^]+)$/.exec(option);
    const account = /^--user=(\d+(?::\d+)?)$/.exec(option);
    const owned = /^--own=(\/[^]+)$/.exec(option);
    const places = /^--bundles=(\/[^:]+):(\/[^:]+):(\/[^:]+)$/.exec(option);
    const report = /^--report=(\w[\w-]*):([^]+)$/.exec(option);
    if (seconds) timeout = Number(seconds[1]);
    else if (report) reports.push({ format: report[1], path: report[2] });
    else if (service) services = service[1];
    else if (account) user = account[1];
    else if (owned) own = owned[1];
    else if (option === '--exit-code-alone') exitCodeAlone = true;
    else if (places) bundles = { bundled: places[1], released: places[2], project: places[3] };
    else usage(`not an option: ${option}`);
  }
  return { name, timeout, reports, services: readServices(services), user, own, bundles, exitCodeAlone, steps: stepsOf(words.slice(end + 1)) };
}

/** The commands of an argument list that `gateArguments` writes. */
export function stepsOf(words: readonly string[]): string[][] {
  const steps: string[][] = [[]];
  for (const word of words) {
    if (word === '&&') steps.push([]);
    else steps[steps.length - 1].push(/^&{3,}$/.test(word) ? word.slice(1) : word);
  }
  if (steps.some(step => !step[0])) usage('a step without a command');
  return steps;
}
