import { MANAGERS } from '../shared/package-managers';
import { isBunSetting, runSettings } from './bun-settings';
import { inTree, isTypeScript, isWithin } from './paths';
import { Tree } from './tree';

/** Files that the words that start an application name. */
export interface Started {
  /** The files of the project that run, or are loaded before. */
  readonly files: readonly string[];
  readonly directories: readonly string[];
  /** Those of the files that are loaded before what runs. */
  readonly preloaded: readonly string[];
  /** Programs of dependencies, by the names of their packages and by their own. */
  readonly programs: readonly string[];
  /** The packages of which modules are loaded before. */
  readonly preloads: readonly string[];
  /** True if something compiles sources when it starts. */
  readonly compiles: boolean;
}

const ENDINGS = ['', '.js', '.cjs', '.mjs', '.json', '.ts', '.mts', '.cts', '.tsx', '/index.js', '/index.cjs', '/index.mjs', '/index.ts'];
const INTO = new Set(['cd', '--prefix', '--cwd', '-C', '--dir', '-c']);
const PRELOADS = new Set(['-r', '--require', '--import', '--loader', '--experimental-loader']);
const RUN_SCRIPTS = new Set([...MANAGERS, 'node-run', 'concurrently', 'npm-run-all', 'npm-run-all2', 'run-s', 'run-p', '--run']);

/** Files in which a program finds what else it runs, beside its words. */
const RUNS_BY_SETTINGS: { readonly [program: string]: string } = { nodemon: 'nodemon.json', bun: 'bunfig.toml' };

const INSTALLED = /^[^\s'"]*(?:^|\/)node_modules\/(?:\.bin\/)?((?:@[^/\s]+\/)?[^/.\s'"][^/\s'"]*)/;

/** Programs and modules that compile sources when they start. */
const COMPILERS = /^(tsx|ts-node|ts-node-dev|ts-node-esm|tsnd|babel-node|babel-watch|vite-node|jiti|sucrase-node|coffee|swc-node|esbuild-register|esbuild-runner|esr|esno|@babel\/(register|node)|@swc-node\/register|@esbuild-kit\/.*|@oxc-node\/core|amaro|sucrase)(\/|$)/;

/** Files that the words and the scripts that they run name. */
export function startedBy(words: readonly string[], directory: string, tree: Tree, bins: ReadonlyMap<string, string>): Started {
  const files = new Set<string>();
  const directories = new Set<string>();
  const programs = new Set<string>();
  const scripts = new Set<string>();
  const bases = [directory];
  const preloads: string[] = [];
  const preloaded = new Set<string>();
  const isFile = (path: string) => tree.entries.get(path)?.kind === 'file' || tree.entries.get(path)?.kind === 'link';

  const addFile = (path: string) => {
    // Plug'n'Play is loaded from where it is installed
    if (files.has(path) || /(^|\/)\.pnp\./.test(path)) return;
    files.add(path);
    if (isShellScript(path, tree)) read(tokensOf(tree.text(path)));
  };
  const addPath = (token: string, base: string, before: string) => {
    const path = inTree(base, token.replace(/^\/app(\/|$)/, `${base === '' ? '.' : base.replace(/[^/]+/g, '..')}/`));
    if (path === undefined) return;
    const file = ENDINGS.map(ending => path + ending).find(isFile) ?? mainOf(path);
    if (file !== undefined) addFile(file);
    if (file !== undefined && PRELOADS.has(before) && files.has(file)) preloaded.add(file);
    // where a command goes to is not what it reads
    if (path !== '' && tree.isDirectory(path) && !INTO.has(before)) directories.add(path);
  };
  const mainOf = (path: string) => {
    const main = tree.isDirectory(path) ? manifestOf(tree, path).main : undefined;
    return typeof main === 'string' ? ENDINGS.flatMap(ending => inTree(path, main + ending) ?? []).find(isFile) : undefined;
  };
  const addProgram = (name: string) => {
    if (programs.has(name)) return;
    programs.add(name);
    const owner = bins.get(name);
    if (owner !== undefined) programs.add(owner);
    readSettings(name);
  };
  const readSettings = (program: string) => {
    const name = Object.prototype.hasOwnProperty.call(RUNS_BY_SETTINGS, program) ? RUNS_BY_SETTINGS[program] : undefined;
    const path = directory === '' ? name : `${directory}/${name}`;
    if (name === undefined || path === undefined || files.has(path)) return;
    if (tree.entries.get(path)?.kind === 'file') {
      files.add(path);
      read(tokensOf(isBunSetting(path) ? runSettings(tree.text(path)) : tree.text(path)));
    }
    const written = manifestOf(tree, directory)[`${program}Config`];
    if (typeof written === 'object' && written !== null) read(tokensOf(JSON.stringify(written)));
  };
  const read = (tokens: readonly string[]) => {
    const runsScripts = tokens.some(token => RUN_SCRIPTS.has(token));
    const all = manifestOf(tree, directory).scripts ?? {};
    tokens.forEach((token, index) => {
      const before = tokens[index - 1];
      if (INTO.has(before)) bases.push(...[inTree(bases[0], token) ?? []].flat().filter(path => tree.isDirectory(path)));
      const module = INSTALLED.exec(token);
      if (module) addProgram(module[1]);
      else if (bins.has(token)) addProgram(token);
      else if (PRELOADS.has(before) && !/^[./]/.test(token)) preloads.push(token);
      if (token === 'bun') readSettings(token);
      if (!module) for (const base of bases) addPath(token, base, before);
      if (runsScripts && Object.prototype.hasOwnProperty.call(all, token) && !scripts.has(token)) {
        scripts.add(token);
        for (const name of [`pre${token}`, token, `post${token}`]) if (typeof all[name] === 'string') read(tokensOf(all[name]));
      }
    });
  };
  read(words.flatMap(tokensOf));
  const compiles = [...words.flatMap(tokensOf), ...programs, ...preloads].some(token => COMPILERS.test(token.replace(/^.*node_modules\/(\.bin\/)?/, '')))
    || [...files].some(file => isTypeScript(file));
  return { files: [...files], directories: [...directories].filter(path => path !== directory), preloaded: [...preloaded], programs: [...programs], preloads: preloads.map(name => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name), compiles };
}

/** The words of a shell line or a script, each as it stands and in its parts. */
function tokensOf(text: string): string[] {
  const lines = text.split(/\r?\n/).map(line => line.replace(/(^|\s)#.*$/, ''));
  const parts = lines.flatMap(line => line.split(/[\s'"`;&|()<>{}=,$:]+/));
  return [.../[\s'"`;&|()<>{}=,$:]/.test(text) && !text.includes('\n') ? [text] : [], ...parts].filter(token => token !== '');
}

function isShellScript(path: string, tree: Tree): boolean {
  if (/\.(sh|bash)$/.test(path)) return true;
  return !/\.[a-z]+$/.test(path) && tree.entries.get(path)!.kind === 'file' && /^#!.*\b(ba|da|a|z)?sh\b/.test(tree.text(path));
}

/** The `package.json` of a directory; an empty one where there is none that can be read. */
export function manifestOf(tree: Tree, directory: string): Record<string, any> {
  const path = directory === '' ? 'package.json' : `${directory}/package.json`;
  if (tree.entries.get(path)?.kind !== 'file') return {};
  try {
    const manifest = JSON.parse(tree.text(path).replace(/^\uFEFF/, ''));
    return typeof manifest === 'object' && manifest !== null ? manifest : {};
  } catch {
    return {};
  }
}

/** Programs that serve the files of a directory and load nothing. */
const FILE_SERVERS = new Set(['serve', 'http-server', 'sirv', 'sirv-cli', 'local-web-server', 'ws', 'superstatic']);

/** Programs that load nothing of a project but what their words and their configuration name. */
const HARMLESS = new Set([
  'node', 'cross-env', 'cross-env-shell', 'dotenv', 'dotenv-cli', 'dotenvx', '@dotenvx/dotenvx', 'dotenv-expand', 'env-cmd', 'concurrently', 'conc',
  'npm-run-all', 'npm-run-all2', 'run-s', 'run-p', 'pm2', 'pm2-runtime', 'pm2-docker', 'forever', 'nodemon', 'wait-on', 'wait-port', 'prisma',
  'drizzle-kit', 'react-router-serve', '@react-router/serve', 'remix-serve', '@remix-run/serve', 'fastify', 'fastify-cli', 'nest', '@nestjs/cli',
  'shx', 'rimraf', 'mkdirp',
]);

export const isFileServer = (program: string) => FILE_SERVERS.has(program);

/** The programs of dependencies that may load sources by a convention of theirs. */
export function loaders({ programs }: Started): string[] {
  return programs.filter(program => !HARMLESS.has(program) && !FILE_SERVERS.has(program) && !COMPILERS.test(program));
}

/** True if a file is the configuration of a program: `prisma.config.ts`, `.knexrc`, `knexfile.js`, `drizzle.config.ts`. */
export function isConfigurationOf(programs: readonly string[], name: string): boolean {
  return programs.some(program => {
    const stem = program.replace(/^@[^/]+\//, '').replace(/-(kit|cli|runtime|runner|serve|node)$/, '');
    return stem !== '' && (name === stem || ['.config.', 'file.', '-config.', 'rc.', '.'].some(end => name.startsWith(stem + end)) || name === `.${stem}rc` || name.startsWith(`.${stem}rc.`));
  });
}

export const startsIn = (started: Started, path: string) => started.directories.some(directory => isWithin(directory, path));
