import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';
import { ScriptStep } from '../scripts/walk-script';
import { isJsonObject, JsonObject, ownProperty } from '../text/json/json-shape';
import { parseJsonWithComments } from '../text/json/parse-json';
import { Framework, FrameworkProject } from './framework';

/**
 * Nx, where one `package.json` is that of every project: the one that the build script builds is the application.
 *
 * @see https://nx.dev/reference/project-configuration
 */
export const NX: Framework = {
  name: 'Nx',
  packages: ['nx', '@nrwl/cli', '@nrwl/workspace'],
  config: 'nx',
  builds: /^nx\s/,
  // Development servers are replaced by what was built.
  develops: /^(?!)/,
  read: project => {
    const built = builtProject(project);
    const target = built && readTarget(project.files, built);
    return target && {
      reason: `it builds the project ${built.name} to ${target.output}`,
      buildOutput: [target.output],
      server: { argv: ['node', target.main], built: target.main, replaced: /^nx\s+(?:serve|start|run\s+[^\s:]+:(?:serve|start))\b/ },
    };
  },
};

/**
 * A project that the build script builds, and the target by which it does.
 */
interface BuiltProject {
  readonly name: string;
  readonly target: string;
  readonly configuration?: string;
}

/**
 * The one project that is built: `nx build api --configuration=production`, `nx run api:build:production`.
 */
function builtProject({ build, files }: FrameworkProject): BuiltProject | undefined {
  const found = build.flatMap(step => readBuild(step, () => projectHere(files)) ?? []);
  return found.length === 1 ? found[0] : undefined;
}

function readBuild({ words: [program, ...rest] }: ScriptStep, here: () => string | undefined): BuiltProject | undefined {
  if (program?.text !== 'nx') return undefined;
  const args = rest.map(word => word.text);
  const [verb, name] = args.filter(word => !word.startsWith('-'));
  const option = (...names: string[]) => args.map(word => names.map(each => word.startsWith(`${each}=`) ? word.slice(each.length + 1) : undefined)
    .find(value => value !== undefined)).find(value => value !== undefined);
  const configuration = option('--configuration', '-c') ?? (args.includes('--prod') ? 'production' : undefined);
  if (verb === 'run-many') {
    const [names, target] = [option('--projects', '-p') ?? '', option('--target', '--targets', '-t') ?? ''];
    return names === '' || target === '' || /[,*]/.test(names + target) ? undefined : { name: names, target, configuration };
  }
  if (verb === 'run') {
    const [project, target, given] = (name ?? '').split(':');
    return target === undefined ? undefined : { name: project, target, configuration: given ?? configuration };
  }
  const built = name ?? (verb?.startsWith('build') ? here() : undefined);
  return built === undefined || !verb.startsWith('build') ? undefined : { name: built, target: verb, configuration };
}

/**
 * The project that a command without a name is for: that of the directory, or the one that `nx.json` names.
 *
 * @see https://nx.dev/reference/nx-json
 */
function projectHere(files: ProjectFiles): string | undefined {
  const json = (path: string) => {
    const text = files.kind(path) === 'file' ? files.text(path) : undefined;
    const parsed = text === undefined ? undefined : parseJsonWithComments(text, path);
    return objectOr(parsed);
  };
  return textOr(ownProperty(json('project.json'), 'name')) ?? textOr(ownProperty(json('nx.json'), 'defaultProject'));
}

function readTarget(files: ProjectFiles, { name, target, configuration }: BuiltProject): { output: string; main: string } | undefined {
  const found = findProject(files, name, '', 0);
  const targets = found && ownProperty(found.json, 'targets');
  const described = isJsonObject(targets) ? ownProperty(targets, target) : undefined;
  if (!found || !isJsonObject(described)) return undefined;
  const configurations = ownProperty(described, 'configurations');
  const chosen = isJsonObject(configurations) && configuration !== undefined ? ownProperty(configurations, configuration) : undefined;
  const options: JsonObject = { ...objectOr(ownProperty(described, 'options')), ...objectOr(chosen) };
  const outputs = ownProperty(described, 'outputs');
  const written = textOr(options.outputPath) ?? (Array.isArray(outputs) ? outputs.find(output => typeof output === 'string' && !output.includes('{options.')) : undefined);
  const output = joinInside('', fill(typeof written === 'string' ? written : `dist/${found.directory}`, found.directory, name));
  return output === undefined || output === '' || output.includes('{') ? undefined
    : { output, main: `${output}/${mainOf(textOr(ownProperty(described, 'executor')) ?? '', options, found.directory)}` };
}

/**
 * The file that a target writes for the one it is told to begin with.
 */
function mainOf(executor: string, options: JsonObject, directory: string): string {
  const name = textOr(options.outputFileName);
  if (name !== undefined) return name;
  const source = fill(textOr(options.main) ?? 'src/main.ts', directory, '');
  const file = source.slice(source.lastIndexOf('/') + 1).replace(/\.[cm]?[jt]s$/, '');
  // https://nx.dev/nx-api/js/executors/tsc: directories below that of the project stay.
  if (/:(tsc|swc)$/.test(executor)) {
    const inside = source.startsWith(`${directory}/`) ? source.slice(directory.length + 1) : source;
    return `${inside.includes('/') ? inside.slice(0, inside.lastIndexOf('/') + 1) : ''}${file}.js`;
  }
  // https://nx.dev/nx-api/esbuild/executors/esbuild
  const formats = Array.isArray(options.format) ? options.format : ['esm'];
  const extension = ownProperty(objectOr(ownProperty(objectOr(options.esbuildOptions), 'outExtension')), '.js');
  const byFormat = executor.endsWith(':esbuild') && !formats.includes('esm') ? '.cjs' : '.js';
  return `${file}${typeof extension === 'string' ? extension : byFormat}`;
}

/** Directories are not looked into deeper than this. */
const DEPTH = 4;

/**
 * The `project.json` of a name; without one, a project is called like its directory.
 */
function findProject(files: ProjectFiles, name: string, directory: string, depth: number): { directory: string; json: JsonObject } | undefined {
  const path = joinInside(directory, 'project.json')!;
  const json = files.kind(path) === 'file' ? parseJsonWithComments(files.text(path) ?? '', path) : undefined;
  if (isJsonObject(json) && (textOr(ownProperty(json, 'name')) ?? directory.slice(directory.lastIndexOf('/') + 1)) === name) return { directory, json };
  if (depth === DEPTH) return undefined;
  const below = files.list(directory).filter(entry => !/^(\.|node_modules$|dist$|src$|tmp$)/.test(entry))
    .map(entry => joinInside(directory, entry)!)
    .filter(entry => files.kind(entry) === 'directory');
  for (const entry of below) {
    const found = findProject(files, name, entry, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function fill(text: string, directory: string, name: string): string {
  return text.replace(/^\{workspaceRoot\}\/?/, '').replace(/\{projectRoot\}/g, directory).replace(/\{projectName\}/g, name);
}

function objectOr(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
