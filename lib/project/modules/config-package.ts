import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';
import { parseSource, Unparsed } from '../text/javascript/parse-source';
import { SourceModule } from '../text/javascript/source-module';
import { parseToml } from '../text/settings/parse-toml';
import { parseYaml } from '../text/settings/parse-yaml';
import { Evaluator } from './evaluator';
import { ModuleGraph } from './module-graph';
import { ModuleResolver } from './module-resolver';
import { plainOf, Settings, Value } from './value';

/** Endings of files with settings, in the order in which the package looks for them, and how data in them is read. */
const READERS: { readonly [ending: string]: ((text: string, path: string) => unknown) | undefined } = {
  '.js': undefined,
  '.cjs': undefined,
  '.mjs': undefined,
  '.ts': undefined,
  '.json': undefined,
  '.json5': undefined,
  '.toml': parseToml,
  '.yaml': parseYaml,
  '.yml': parseYaml,
};

/** The file that names a variable for a setting. */
const VARIABLES = 'custom-environment-variables';

/**
 * Settings of the package `config`, as it puts them together in production: of files beside one another, and of variables that
 * a further file names.
 *
 * @see https://github.com/node-config/node-config/wiki/Configuration-Files
 */
export class ConfigPackage implements Settings {
  private layers: readonly Layer[] | undefined;
  private variables: Layer | undefined;

  /**
   * @param files where dependencies are installed
   * @param directory where the settings lie, from there
   */
  constructor(private readonly files: ProjectFiles, private readonly directory: string) {}

  /** Value of a setting, as far as it is known. */
  public at(path: readonly string[]): Value | undefined {
    if (!this.layers) {
      this.layers = ['production', 'default'].flatMap(name => this.layer(name) ?? []);
      this.variables = this.layer(VARIABLES);
    }
    const found = this.layers.map(layer => valueIn(layer, path)).find(value => value !== undefined);
    const named = this.variables && valueIn(this.variables, path);
    const variable = named?.kind === 'node' ? this.variables!.evaluator.property(named, '__name') : named;
    const name = plainOf(variable);
    if (typeof name === 'string') return { kind: 'changeable', variables: [name], fallback: plainOf(found) ?? undefined };
    return found?.kind === 'node' || named?.kind === 'node' ? { kind: 'settings', settings: this, path } : found;
  }

  private layer(name: string): Layer | undefined {
    for (const [ending, read] of Object.entries(READERS)) {
      const path = joinInside(this.directory, `${name}${ending}`);
      if (path === undefined || this.files.kind(path) !== 'file') continue;
      return /^\.[cm]?[jt]s$/.test(ending) ? this.code(path) : this.data(path, read);
    }
    return undefined;
  }

  private code(path: string): Layer | undefined {
    const graph = new ModuleGraph(this.files, new ModuleResolver(this.files), [path]);
    const [module] = graph.modules;
    const evaluator = new Evaluator(graph);
    const root = module && evaluator.exported(module, 'default');
    return root && { evaluator, root };
  }

  /** JSON5 is what JavaScript reads, too. */
  private data(path: string, read: ((text: string, path: string) => unknown) | undefined): Layer | undefined {
    const text = this.files.text(path) ?? '';
    const parsed = parseSource(`module.exports = ${read ? JSON.stringify(attempt(() => read(text, path)) ?? {}) : text}`, `${path}.js`);
    if (parsed instanceof Unparsed) return undefined;
    const evaluator = new Evaluator(ModuleGraph.empty());
    const root = evaluator.exported(new SourceModule(path, parsed), 'default');
    return root && { evaluator, root };
  }
}

interface Layer {
  readonly evaluator: Evaluator;
  readonly root: Value;
}

function valueIn({ evaluator, root }: Layer, path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>((value, name) => evaluator.property(value, name), root);
}

/** Data that is read; undefined where it cannot be, which the package refuses when it starts. */
function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}
