import { posix } from 'path';
import type { Node } from '@babel/types';
import { joinInside } from '../files/relative-path';
import { PROCESSES } from '../listening/indirect-sources';
import { Sources } from '../listening/sources';
import { Packages } from '../manifest/packages';
import { StartCommand } from '../model/start-command';
import { WrittenDirectory } from '../model/written-directory';
import { Evaluator } from '../modules/evaluator';
import { ModuleGraph } from '../modules/module-graph';
import { ModuleResolver } from '../modules/module-resolver';
import { plainOf } from '../modules/value';
import { programOf } from '../scripts/invocation';
import { walkNamedScript } from '../scripts/walk-script';
import { parseSource, Unparsed } from '../text/javascript/parse-source';
import { SourceModule } from '../text/javascript/source-module';
import { nameOf } from '../text/javascript/syntax';
import { parseYaml } from '../text/settings/parse-yaml';
import { directoryAbove, pathOf } from './path-of';
import { RunningProgram } from './running-program';

/** Process managers that are told what they run by a file. */
const MANAGERS = new Set(['pm2-runtime', 'pm2', 'pm2-docker']);

/**
 * Fields of an application that are files which pm2 writes, and makes the directories of before it starts anything.
 *
 * @see https://pm2.keymetrics.io/docs/usage/application-declaration/#log-files
 */
const FILES = new Set([
  'out_file', 'out', 'output', 'out_log', 'error_file', 'error', 'err', 'err_file', 'err_log', 'log_file', 'log', 'pid_file', 'pid',
]);

/** Fields that an application has. */
const APPLICATION = new Set(['script', 'exec']);

type ObjectLiteral = Extract<Node, { type: 'ObjectExpression' }>;

/**
 * Lists the directories to which the process manager of the start script writes, by the file that tells it what to run.
 */
export function writtenByProcessFiles(sources: Sources, packages: Packages, command: StartCommand | undefined): WrittenDirectory[] {
  const script = command?.script;
  if (script === undefined) return [];
  const files = walkNamedScript(packages, '', script)
    .filter(step => step.directory !== undefined && MANAGERS.has(programOf(step) ?? ''))
    .flatMap(({ words, directory }) => words.filter(({ dynamic }) => !dynamic).map(({ text }) => ({ text, directory: directory! })))
    .flatMap(({ text, directory }) => PROCESSES.test(text) ? joinInside(directory, text) ?? [] : []);
  const found = [...new Set(files)].flatMap(file => writtenBy(sources, file).map(written => ({ ...written, writer: file, variables: [], script })));
  return found.filter(({ directory }, index) => found.findIndex(other => other.directory === directory) === index);
}

function writtenBy({ files, path, packageDirectory }: Sources, file: string): { directory: string; by: string }[] {
  const whole = joinInside(path, file);
  if (whole === undefined || files.kind(whole) !== 'file') return [];
  const isYaml = /\.ya?ml$/.test(file);
  const graph = new ModuleGraph(files, new ModuleResolver(files, name => packageDirectory(name)), isYaml ? [] : [whole]);
  const module = isYaml ? moduleOfYaml(files.text(whole) ?? '', whole) : graph.modules[0];
  const program = { graph, evaluator: new Evaluator(graph), path };
  return (module?.nodes ?? []).flatMap(node => node.type === 'ObjectExpression' ? filesOf(program, module!, node) : []);
}

/** The same as YAML says, in JSON. */
function moduleOfYaml(text: string, path: string): SourceModule | undefined {
  const file = parseSource(JSON.stringify(parseYaml(text, path) ?? null), `${path}.json`);
  return file instanceof Unparsed ? undefined : new SourceModule(path, file);
}

function filesOf(program: RunningProgram, module: SourceModule, { properties }: ObjectLiteral): { directory: string; by: string }[] {
  const fields = properties.flatMap(each => {
    const name = each.type === 'ObjectProperty' ? nameOf(each.key, each.computed) : undefined;
    return name === undefined || each.type !== 'ObjectProperty' ? [] : [{ name, value: each.value as Node }];
  });
  if (!fields.some(({ name }) => APPLICATION.has(name))) return [];
  const cwd = fields.find(({ name }) => name === 'cwd');
  const base = cwd && pathOf(program, module, cwd.value)?.path;
  return fields.filter(({ name }) => FILES.has(name)).flatMap(({ name, value }) => {
    const plain = plainOf(program.evaluator.evaluate(value, module));
    if (plain === 'NULL' || plain === true) return [];
    const isBelow = base !== undefined && typeof plain === 'string' && !/^[/~]/.test(plain);
    const known = isBelow ? posix.join(base, plain) : pathOf(program, module, value)?.path;
    return known === undefined || known.startsWith('..') ? [] : [{ directory: directoryAbove(known).replace(/^\.$/, ''), by: `pm2: ${name}` }];
  });
}
