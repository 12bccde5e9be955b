import { MANAGERS } from '../dated-facts/dated-facts';

/**
 * A program other than Node.js that applications and their scripts run on, and that is had from npm.
 */
export interface Runtime {
  /** The name of the program, and of its package. */
  readonly name: string;

  /** The names it is called by. */
  readonly programs: readonly string[];

  /** The file that it is, once it is installed. */
  readonly file: string;

  /** Exact versions to choose from where the project says no more than a range, the best one first. */
  readonly knownVersions: readonly string[];

  /** The file in which a project says its version. */
  readonly versionFile: string;

  /** The argv that installs it. */
  provision(version: string): string[];
}

/**
 * @see https://bun.com/docs/installation
 */
export const BUN_RUNTIME: Runtime = {
  name: 'bun',
  programs: ['bun', 'bunx'],
  // Where npm puts it; the command `bun` is a link to this file.
  file: '/usr/local/lib/node_modules/bun/bin/bun.exe',
  knownVersions: MANAGERS.bun.versions.map(({ version }) => version),
  versionFile: '.bun-version',
  // The images of Bun are on Docker Hub alone. From npm it comes with a script that puts the program in its place, which
  // npm 12 runs only where it is allowed to; npm 10 takes no notice of the option.
  provision: version => ['npm', 'install', '--global', '--allow-scripts=bun', `bun@${version}`],
};

/**
 * Every one that is known.
 */
export const RUNTIMES: readonly Runtime[] = [BUN_RUNTIME];

/**
 * The runtime that a program is.
 */
export function runtimeOf(program: string | undefined): Runtime | undefined {
  return RUNTIMES.find(({ programs }) => program !== undefined && programs.includes(program));
}
