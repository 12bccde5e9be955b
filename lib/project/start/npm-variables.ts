import { ProjectFiles } from '../files/project-files';
import { sourceFiles } from '../files/source-files';
import { manifestFields } from '../manifest/manifest';
import { Findings, listed } from '../model/findings';
import { StartCommand } from '../model/start-command';
import { Configuration } from '../package-managers/definition/definition';
import { isJsonObject, JsonObject, ownProperty } from '../text/json/json-shape';

const SOURCES = /\.(?:[cm]?[jt]sx?|json|ya?ml|sh|vue|svelte)$/;

/** Files that hold every name there is, and those that are read while something is built, where all variables are set. */
const NOT_READ = /^(?:package\.json|.*\.config\.\w+|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|.*\.(?:test|spec)\.\w+)$/;

const VARIABLE = /\b(?:npm_(?:package|config|lifecycle)_\w+|npm_(?:node_)?execpath|npm_command|INIT_CWD|PROJECT_CWD)\b/g;

/**
 * Variables that a package manager sets for the scripts it runs, and that the project reads. Node is started by itself, so
 * that the image has to set them: as little of `package.json` as is read, since each part of it is in the image then.
 */
export interface NpmVariables {
  /** Those whose values `package.json` tells, and a file that reads each. */
  readonly known: { readonly [name: string]: { readonly file: string } };
  /** Those that nothing tells. */
  readonly unknown: { readonly [name: string]: string };
  /** Everything that `package.json` tells. */
  readonly values: ReadonlyMap<string, string>;
  /** Options that Node.js gets in every script, and the file that says so. */
  readonly scriptOptions?: Configuration['scriptOptions'];
}

/**
 * Finds the variables of package managers that the sources of a project, or its scripts, read.
 *
 * @see https://docs.npmjs.com/cli/v11/using-npm/scripts#environment
 */
export function findNpmVariables(files: ProjectFiles, scriptOptions?: Configuration['scriptOptions']): NpmVariables {
  const known: { [name: string]: { file: string } } = {};
  const unknown: { [name: string]: string } = {};
  const values = flattened(manifestFields(files, '') ?? {});
  for (const { path: file, text: source } of sourceFiles(files, SOURCES)) {
    if (NOT_READ.test(file.slice(file.lastIndexOf('/') + 1))) continue;
    for (const [name] of source.matchAll(VARIABLE)) {
      const value = values.get(name);
      if (value !== undefined) known[name] ??= { file };
      // The name of the script is told by what starts; npm and Yarn name themselves.
      else if (name === 'npm_lifecycle_event') known[name] ??= { file };
      else if (!/^(?:scripts|tools|bin)\//.test(file)) unknown[name] ??= file;
    }
  }
  return { known, unknown, values, scriptOptions };
}

/**
 * The start command with those variables, unless the script sets them.
 */
export function withNpmVariables(command: StartCommand, { known, values, scriptOptions }: NpmVariables): StartCommand {
  if (command.staticFiles !== undefined) return command;
  const inCommand = [...command.argv.join(' ').matchAll(VARIABLE)].map(([name]) => name).filter(name => values.has(name) || name === 'npm_lifecycle_event');
  const names = [...new Set([...Object.keys(known), ...inCommand])].sort();
  const options: Record<string, string> = scriptOptions ? { NODE_OPTIONS: scriptOptions.value } : {};
  const set = Object.fromEntries(names.map(name => [name, name === 'npm_lifecycle_event' ? command.script ?? 'start' : values.get(name)!]));
  if (Object.keys({ ...options, ...set }).length === 0) return command;
  return { ...command, environment: { ...options, ...set, ...command.environment } };
}

/**
 * The start command of the project in another version.
 */
export function inVersion(command: StartCommand | undefined, version: string | undefined): StartCommand | undefined {
  return command?.environment?.npm_package_version === undefined || version === undefined ? command
    : { ...command, environment: { ...command.environment, npm_package_version: version } };
}

/**
 * Says which variables are set, and which cannot be.
 */
export function decideNpmVariables({ known, unknown, scriptOptions }: NpmVariables, command: StartCommand | undefined, findings: Findings) {
  const environment = command?.environment ?? {};
  const isOption = (name: string) => name === 'NODE_OPTIONS' && environment[name] === scriptOptions?.value;
  const names = Object.keys(environment).filter(name => /^npm_/.test(name) || isOption(name));
  const sources = names.map(name => isOption(name) ? scriptOptions!.source : ownProperty(known, name)?.file ?? 'package.json: scripts');
  findings.decide('npmVariables', listed(names), names.length > 0 ? listed([...new Set(sources)]) : 'default', names.length > 0
    ? 'a package manager sets them for scripts, and node is started by itself' : 'the project reads no variable that a package manager sets');
  if (names.some(isOption) && scriptOptions!.value.includes('${')) {
    const { source, value } = scriptOptions!;
    findings.warn('start-npm-variable', `${source} has Node.js options for scripts with a variable in them (${JSON.stringify(value)}), `
      + 'which nothing replaces in the image: set NODE_OPTIONS by "environment"');
  }
  for (const [name, file] of Object.entries(unknown)) {
    findings.warn('start-npm-variable', `${file} reads ${name}, which package managers set for scripts and nothing sets in the image, where node is started by itself: set it by "environment", or read something else`);
  }
}

/** Content of `package.json`, by the names of variables: those of npm, and the further ones of Yarn. */
function flattened(manifest: JsonObject): Map<string, string> {
  const values = new Map<string, string>();
  const add = (name: string, value: unknown, depth: number) => {
    if (['string', 'number', 'boolean'].includes(typeof value)) values.set(name.replace(/\W/g, '_'), String(value));
    else if (isJsonObject(value) && depth > 0) Object.entries(value).forEach(([key, inner]) => add(`${name}_${key}`, inner, depth - 1));
  };
  Object.entries(manifest).filter(([key]) => !/^(?:.*[dD]ependencies|scripts|workspaces|jest|eslintConfig)$/.test(key)).forEach(([key, value]) => add(`npm_package_${key}`, value, 3));
  return values;
}
