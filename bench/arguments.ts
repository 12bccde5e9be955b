import { parseArgs } from 'util';

/** Words of a command line: which of several tables are taken, and how often. */
export interface BenchArguments {
  readonly runs: number;
  /** What stands behind the flags. */
  readonly words: readonly string[];
  /** True if a flag names an entry of a table, or does not stand there. */
  takes(flag: string, name: string): boolean;
  has(flag: string): boolean;
}

/** What is done where nothing is said, and flags that are there or not. */
export interface Defaults {
  readonly runs: number;
  readonly quick: number;
  readonly flags?: readonly string[];
}

/**
 * Arguments of a benchmark: `--<table> name,name` takes entries, `--runs` says how often, `--quick` is the fewest that say something.
 *
 * @param tables names of the entries that a flag may name
 * @throws on what is no flag, and on a name that no entry has
 */
export function benchArguments(
  argv: readonly string[], tables: Readonly<Record<string, readonly string[]>>, { runs, quick, flags = [] }: Defaults,
): BenchArguments {
  const text = { type: 'string', multiple: true } as const;
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      runs: { type: 'string' },
      quick: { type: 'boolean' },
      ...Object.fromEntries(flags.map(flag => [flag, { type: 'boolean' } as const])),
      ...Object.fromEntries(Object.keys(tables).map(flag => [flag, text])),
    },
  });
  const given = values as Record<string, string | boolean | string[] | undefined>;
  const names = (flag: string) => (given[flag] as string[] | undefined)?.flatMap(value => value.split(','));
  for (const [flag, known] of Object.entries(tables)) {
    const unknown = names(flag)?.find(name => !known.includes(name));
    if (unknown !== undefined) throw new Error(`--${flag}: received ${JSON.stringify(unknown)}; write one of ${known.join(', ')}`);
  }
  const count = given.runs === undefined ? (given.quick ? quick : runs) : Number(given.runs);
  if (!Number.isInteger(count) || count < 1) throw new Error(`--runs: received ${JSON.stringify(given.runs)}; write a whole number from 1`);
  return { runs: count, words: positionals, takes: (flag, name) => names(flag)?.includes(name) ?? true, has: flag => given[flag] === true };
}
