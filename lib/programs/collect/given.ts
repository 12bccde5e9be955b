/** A package of the project whose files may be in the release. */
export interface Unit {
  /** Its directory. */
  readonly directory: string;
  /** The files that others load. */
  readonly loaded: readonly string[];
}

/** Input of the collection. */
export interface Given {
  readonly target: string;
  /** Directory of the files that the build context brought. */
  readonly sources: string;
  /** The package that starts comes first. */
  readonly units: readonly Unit[];
  /** Directories that installed dependencies lead to. */
  readonly linked: readonly string[];
  /** Packages that are built and do not run: what they need to run is not installed. */
  readonly built: readonly string[];
  /** The file that starts. */
  readonly entry?: string;
  /** All that the release has, where it is not to be found out. */
  readonly only?: readonly string[];
  /** Paths that the user has it have as well, with all that is in them. */
  readonly included: readonly string[];
  /** True if that is so by the will of the user, and nothing is added. */
  readonly complete: boolean;
  /** Paths that it has as well where they are there. */
  readonly optional: readonly string[];
  /** Paths that are taken with all that is in them, and where it is to lie. */
  readonly whole: ReadonlyArray<{ readonly path: string; readonly target: string }>;
  /** The directory that the image serves the files of; it is one of those that are taken whole. */
  readonly site?: string;
  readonly without: readonly string[];
  /** The dependencies as they were before the build, and as they are in the image. */
  readonly modules?: { readonly before: string; readonly production: string };
  /** List of the packages that are in the image, where it has a server that was built and does not load all of them. */
  readonly list?: {
    /** The file to write. */
    readonly file: string;
    /** Packages that the build takes into the server; `@scope/*` are all of a scope. */
    readonly builtIn: readonly string[];
    /** Files that the user keeps: globs of `<package>/<path>`. */
    readonly keep: readonly string[];
    /** Values of variables. */
    readonly named: readonly string[];
    /** Where packages of a monorepo have their own dependencies. */
    readonly gathered?: string;
  };
  /** The words that start the application. */
  readonly start: readonly string[];
}

type Field = 'included' | 'sources' | 'package' | 'load' | 'linked' | 'built' | 'entry' | 'only' | 'reads' | 'if-present' | 'whole' | 'site' | 'without' | 'modules' | 'list' | 'built-in' | 'keep' | 'named' | 'gathered';

const WIDTHS: Readonly<Record<Field, number>> = {
  'included': 1, 'sources': 1, 'package': 1, 'load': 1, 'linked': 1, 'built': 1, 'entry': 1, 'only': 1, 'reads': 1, 'if-present': 1, 'whole': 2, 'site': 1, 'without': 1, 'modules': 2,
  'list': 1, 'built-in': 1, 'keep': 1, 'named': 1, 'gathered': 1,
};

/** Reads `DIRECTORY [--option VALUE...]... [--start [--] WORD...]`. */
export function parseArguments(words: readonly string[]): Given {
  const values: Record<Field, string[][]> = {
    'included': [], 'sources': [], 'package': [], 'load': [], 'linked': [], 'built': [], 'entry': [], 'only': [], 'reads': [], 'if-present': [], 'whole': [], 'site': [], 'without': [], 'modules': [],
    'list': [], 'built-in': [], 'keep': [], 'named': [], 'gathered': [],
  };
  const loaded = new Map<string, string[]>();
  const [target, ...rest] = words;
  let index = 0;
  while (index < rest.length && rest[index] !== '--start') {
    const field = rest[index].slice(2) as Field;
    if (!rest[index].startsWith('--') || WIDTHS[field] === undefined) throw new Error(`${JSON.stringify(rest[index])} is no option of this program`);
    const value = rest.slice(index + 1, index + 1 + WIDTHS[field]);
    values[field].push(value);
    if (field === 'package') loaded.set(value[0], []);
    if (field === 'load') [...loaded.values()].pop()?.push(value[0]);
    index += 1 + WIDTHS[field];
  }
  const all = (field: Field) => values[field].map(([value]) => value);
  const units = [...loaded].map(([directory, files]) => ({ directory: directory === '.' ? '' : directory, loaded: files }));
  return {
    target,
    sources: all('sources')[0] ?? '/sources',
    units: units.length > 0 ? units : [{ directory: '', loaded: [] }],
    linked: all('linked'),
    built: all('built'),
    entry: all('entry')[0],
    only: values.only.length + values.reads.length > 0 ? [...all('only'), ...all('reads')] : undefined,
    included: all('included'),
    complete: values.only.length > 0,
    optional: all('if-present'),
    whole: values.whole.map(([path, to]) => ({ path, target: to })),
    site: all('site')[0],
    without: all('without'),
    modules: values.modules.map(([before, production]) => ({ before, production }))[0],
    ...values.list.length === 0 ? {} : { list: { file: all('list')[0], builtIn: all('built-in'), keep: all('keep'), named: all('named'), gathered: all('gathered')[0] } },
    start: rest.slice(rest[index + 1] === '--' ? index + 2 : index + 1),
  };
}
