/**
 * Command line of a package manager, as scripts of a project call it.
 */
export interface CommandLine {
  /** Commands that it brings, by their names. */
  readonly programs: readonly string[];

  /** True if Corepack provides it. */
  readonly corepack?: boolean;

  /** Options that name the directory to work in. */
  readonly directoryOptions: readonly string[];

  /** Further options with a value in the next word. */
  readonly valueOptions: readonly string[];

  /** Words that install what the manifest says; the empty one stands for no word at all. */
  readonly install: readonly string[];

  /** Further words that install: packages that are named, or by another way. */
  readonly adds: readonly string[];

  /** Words that compile again what is installed. */
  readonly rebuild: readonly string[];

  /** Words that look after what is installed, which a container does without. */
  readonly upkeep: readonly string[];

  /** Words in front of the name of a script. */
  readonly run: readonly string[];

  /** Words that run the script of the same or of another name. */
  readonly shorthands: { readonly [word: string]: string };

  /** True if any other word is the name of a script, and whatever follows it is passed on. */
  readonly bareScripts: boolean;

  /** True if what is no script is a command of a dependency: the bare word, and behind `run`. */
  readonly bins: { readonly bare: boolean; readonly run: boolean };

  /** Words that are no scripts in spite of that. */
  readonly commands?: readonly string[];

  /** Calls that run a command of a dependency or of another package. */
  readonly runners: readonly BinRunner[];

  /** How it runs a script in packages of a monorepo. */
  readonly members: MemberRunner;
}

/**
 * Way to run a script in packages of a monorepo.
 */
export interface MemberRunner {
  /** Options that name a package. */
  readonly packageOptions: readonly string[];

  /** Words in front of the name of the script. */
  readonly run: readonly string[];

  /** True if it runs the script in every package unless it is told in which. */
  readonly all?: boolean;

  /** Reads the words that are no options, where that is something else than a script. */
  read?(words: readonly string[]): MemberCall | undefined;
}

/**
 * A call that runs one script in packages of the monorepo.
 */
export interface MemberCall {
  readonly script: string;
  /** Names or directories of the packages; none stands for every package that has the script. */
  readonly packages: readonly string[];
}

/**
 * Call that runs a command of a package, like `npx prisma` or `pnpm exec tsc`.
 */
export interface BinRunner {
  readonly program: string;

  /** Words behind the program by which it does; undefined if it does nothing else. */
  readonly commands?: readonly string[];

  /** Kind of what follows: a command, one whose name may carry a version and that is downloaded where it is not installed, a file for node. */
  readonly runs: 'program' | 'package' | 'file';
}
