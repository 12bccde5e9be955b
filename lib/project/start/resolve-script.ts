import { ProjectFiles } from '../files/project-files';
import { Manifest, scriptOf } from '../manifest/manifest';
import { LockfileReading, PackageManagerDefinition } from '../package-managers/definition';
import { ProjectWarning } from '../project-warning';
import { runtimeOf } from '../runtimes/runtime';
import { findBin } from '../scripts/dependency-bins';
import { environmentOf, Invocation, isStatic, plainWord, programOf, Word } from '../scripts/invocation';
import { Packages } from '../scripts/packages';
import { walkScript } from '../scripts/walk-script';
import { flattenScript, render, ScriptCycle, StartStep } from './flatten-script';
import { withoutLoaderProgram } from './loader-programs';
import { readNodeCommand, resolveEntry } from './node-command';
import { readPort } from './read-port';
import { serverProgram } from './server-programs';
import { StartResolution } from './start-resolution';

/**
 * What resolving a script has to know of the project.
 */
export interface ScriptContext {
  readonly files: ProjectFiles;
  readonly packages: Packages;
  readonly lockfile?: LockfileReading;
  readonly manager: PackageManagerDefinition;
  /** Where commands of dependencies are linked, relative to the project; `node_modules/.bin` if it is not given. */
  readonly binDirectories?: readonly string[];
  /** The way from the project to where its dependencies are installed: it ends with a slash, or is empty. */
  readonly rootPath?: string;
  /** The manifest of the root of the monorepo. */
  readonly rootManifest?: Manifest;
  /** The line of Node.js. */
  readonly nodeLine: number;
  /** The script that starts the application; `start` if it is not given. */
  readonly startScript?: string;
  /** The directories of packages that could be started instead, where this is the root of a monorepo. */
  readonly members?: readonly string[];
  /** Whether a step does nothing but build, which the image has done already. */
  isBuild(step: StartStep): boolean;
}

/**
 * Commands of the shell itself, which `exec` cannot run.
 */
const BUILTINS = new Set(['.', ':', 'alias', 'break', 'command', 'continue', 'eval', 'exec', 'exit', 'export', 'read', 'readonly', 'return', 'set', 'shift', 'source', 'trap', 'umask', 'unset', 'wait']);

/**
 * Programs that images have, and that are in no dependency.
 */
const SYSTEM = new Set([
  '[', 'awk', 'bash', 'cat', 'chmod', 'cp', 'date', 'echo', 'env', 'false', 'find', 'grep', 'kill', 'ls', 'mkdir', 'mv', 'node', 'npm', 'npx', 'printf',
  'pwd', 'python', 'python3', 'rm', 'sed', 'sh', 'sleep', 'tee', 'test', 'touch', 'true', 'yarn',
]);

/**
 * Finds out what running a script of the project runs, without the package manager in between: it would
 * keep signals from the application.
 */
export function resolveScript(context: ScriptContext, name: string): StartResolution {
  const source = context.files.manifestSource(`scripts.${name}`);
  const flat = flattenScript(context.packages, '', name);
  if (flat instanceof ScriptCycle) {
    const reason = `the script calls itself: ${flat.path.join(' -> ')}`;
    return { source, reason, warnings: [{ id: 'start-script-cycle', message: reason }], forDevelopment: true };
  }
  const resolver = new StepResolver(context, name);
  const kept = flat.steps.filter((step, index) => index === flat.steps.length - 1 || !context.isBuild(step));
  // A script may come to nothing, like `cd server`.
  const steps = (kept.length > 0 ? kept : [{ directory: '', text: scriptOf(context.packages.at('')!, name)! }]).map(step => resolver.resolve(step));
  if (kept.length < flat.steps.length) resolver.reasons.push('what builds is left out, for the image is built');
  if (flat.afterwards.length > 0) {
    resolver.warnings.push({ id: 'start-post-script', message: `${flat.afterwards.join(', ')} does not run: the container ends with the application` });
  }
  const last = steps[steps.length - 1];
  const alone = steps.length === 1 && last.directory === '' ? last.invocation : undefined;
  const direct = alone && isStatic(alone) && resolver.runsDirectly(alone) ? alone : undefined;
  const rest = { script: name, entry: resolver.entry, ...resolver.forDevelopment ? { developmentDependencies: true } : {} };
  const command = direct
    ? { argv: direct.words.map(({ text }) => text), environment: { ...resolver.environment, ...environmentOf(direct) }, shell: false, ...rest }
    : { argv: ['/bin/sh', '-c', resolver.compose(steps)], environment: resolver.environment, shell: true, ...rest };
  return {
    command,
    source,
    reason: [direct ? 'runs without a shell, so that it gets SIGTERM' : 'needs a shell', ...resolver.reasons].join('; '),
    warnings: resolver.warnings,
    forDevelopment: resolver.forDevelopment,
    port: resolver.port,
  };
}

class StepResolver {
  public readonly reasons: string[] = [];
  public readonly warnings: ProjectWarning[] = [];
  public forDevelopment = false;
  public entry: string | undefined;
  public port: number | undefined;
  /** What the last program needs, which the script may change. */
  public environment: { [name: string]: string } = {};
  private needsPath = false;

  constructor(private readonly context: ScriptContext, private readonly script: string) {}

  /**
   * Replaces the command of a dependency by the file it runs, and learns about the program.
   */
  public resolve(given: StartStep): StartStep {
    const step = this.withoutLoaderProgram(given);
    this.entry = undefined;
    this.port = undefined;
    this.environment = {};
    if (!step.invocation) {
      for (const inner of walkScript(this.context.packages, step.directory, step.text)) {
        this.lookUp(inner, step.directory);
        inner.through.forEach(text => this.lookUp({ ...inner, words: [{ text, raw: text, dynamic: false }], fetched: false }, step.directory));
      }
      return step;
    }
    const program = programOf(step.invocation);
    const bin = runtimeOf(program) ? undefined : this.lookUp(step.invocation, step.directory);
    const file = bin?.file === undefined ? undefined : plainWord(bin.file);
    if (program === 'node') {
      const node = readNodeCommand(step.invocation.words.slice(1), this.context.nodeLine);
      this.learn(step, node);
      const words = [...this.nodeOptions(step), ...node.options, ...node.file ? [node.file] : [], ...node.passed];
      return this.replace(step, [step.invocation.words[0], ...words]);
    }
    const server = serverProgram(step.invocation);
    this.port = readPort(step.invocation) ?? server?.port;
    this.environment = { ...server?.environment };
    if (runtimeOf(program)) this.learnOfRuntime(step);
    if (bin === undefined || file === undefined) return step;
    this.reasons.push(`${program} is ${file.text} of the dependency ${bin.package}`);
    const own = this.context.manager.runBin?.(bin.package, file.text.replace(/^(\.\.\/)*/, '').replace(`node_modules/${bin.package}/`, ''));
    const words = own ? own.map(text => ({ text, raw: plainWord(text)?.raw ?? `'${text}'`, dynamic: false })) : [file];
    return this.replace(step, [plainWord('node')!, ...this.nodeOptions(step), ...words, ...step.invocation.words.slice(1)]);
  }

  /**
   * The step by node alone, where that can load what its program would; not where dependencies are in archives.
   */
  private withoutLoaderProgram(step: StartStep): StartStep {
    const { packages, manager, nodeLine } = this.context;
    if (!step.invocation || manager.runBin) return step;
    const invocation = withoutLoaderProgram(step.invocation, packages.at(step.directory), nodeLine);
    if (invocation === step.invocation) return step;
    this.reasons.push(`node loads ${programOf(step.invocation)} by itself, without a process in between`);
    return this.replace(step, invocation.words);
  }

  /**
   * The options by which node finds dependencies.
   */
  private nodeOptions({ directory }: StartStep): Word[] {
    const up = (directory === '' ? '' : '../'.repeat(directory.split('/').length)) + (this.context.rootPath ?? '');
    return (this.context.manager.nodeOptions?.(up) ?? []).map(text => plainWord(text)!);
  }

  private learnOfRuntime(step: StartStep) {
    const [program, ...words] = step.invocation!.words;
    this.reasons.push(`the image has ${program.text}`);
    const file = words.find(({ text }) => !text.startsWith('-') && text !== 'run');
    if (file && !file.dynamic) this.entry = resolveEntry(this.context.files, this.context.packages, step.directory, file.text);
  }

  /**
   * Whether a program can be started without a shell: node, which every base image has, or a runtime that is put into it.
   */
  public runsDirectly(invocation: Invocation): boolean {
    const program = programOf(invocation);
    return program === 'node' || runtimeOf(program) !== undefined;
  }

  /**
   * The steps as one command line, in which the last one takes the place of the shell.
   */
  public compose(steps: readonly StartStep[]): string {
    const directories = this.context.binDirectories ?? ['node_modules/.bin'];
    const path = this.needsPath ? `export PATH="${directories.map(directory => `$PWD/${directory}:`).join('')}$PATH"; ` : '';
    return path + steps.map((step, index) => {
      const last = index === steps.length - 1;
      const text = step.invocation ? this.line(step.invocation, last) : steps.length > 1 && !last ? `(${step.text}\n)` : step.text;
      if (step.directory === '') return text;
      return last ? `cd ${step.directory} && ${text}` : `(cd ${step.directory} && ${text})`;
    }).join(' && ');
  }

  private line(invocation: Invocation, last: boolean): string {
    const program = programOf(invocation);
    const replaces = last && invocation.words.length > 0 && !(program !== undefined && BUILTINS.has(program));
    return replaces
      ? [...invocation.assignments.map(({ raw }) => raw), 'exec', ...invocation.words.map(({ raw }) => raw)].join(' ')
      : render(invocation);
  }

  private replace(step: StartStep, words: readonly Word[]): StartStep {
    const invocation = { ...step.invocation!, words };
    return { ...step, invocation, text: render(invocation) };
  }

  private learn(step: StartStep, node: ReturnType<typeof readNodeCommand>) {
    this.port = readPort(step.invocation!, node.passed.map(({ text }) => text));
    if (node.file && !node.file.dynamic) {
      const { files, packages } = this.context;
      const entry = resolveEntry(files, packages, step.directory, node.file.text);
      // A loader may find a file by other endings than node.
      const isKnown = node.preloaded.length === 0 || /\.\w+$/.test(node.file.text) || (entry !== undefined && files.kind(entry) === 'file');
      this.entry = isKnown ? entry : undefined;
    }
    for (const preloaded of node.preloaded) this.require(preloaded, step.directory);
    if (node.environmentFiles.length > 0) {
      this.warnings.push({
        id: 'start-env-file',
        message: `the script ${this.script} reads ${node.environmentFiles.join(', ')}, which never enters an image: pass what is in it as environment variables or secrets`,
      });
    }
  }

  private lookUp(invocation: Invocation, directory: string) {
    const program = programOf(invocation);
    const manifest = this.context.packages.at(directory);
    if (program === undefined || !manifest) return undefined;
    this.needsPath ||= !SYSTEM.has(program) && !BUILTINS.has(program) && !program.includes('/');
    const { lockfile, manager: { shellBins }, rootManifest } = this.context;
    const bin = findBin(program, manifest, directory === '' ? lockfile : undefined, shellBins) ?? this.binOfRoot(program, rootManifest);
    if (bin) {
      if (!bin.production) this.lacks(bin.package, `runs ${program}`);
    } else if (invocation.fetched) {
      this.warnings.push({ id: 'start-downloads-program', message: `the script ${this.script} runs ${program}, which no dependency brings, so that the image does not have it: make it a dependency` });
    }
    return bin;
  }

  /** A command that the root of the monorepo brings; where that is linked is left to the shell. */
  private binOfRoot(program: string, root: Manifest | undefined) {
    const bin = root && findBin(program, root, undefined, true);
    return bin && { ...bin, file: undefined };
  }

  private require(name: string, directory: string) {
    const manifest = this.context.packages.at(directory);
    if (manifest && Object.hasOwn(manifest.devDependencies, name) && !Object.hasOwn(manifest.dependencies, name)) {
      this.lacks(name, `loads ${name}`);
    }
  }

  private lacks(name: string, what: string) {
    this.forDevelopment = true;
    this.warnings.push({
      id: 'start-needs-dev-dependency',
      message: `the script ${this.script} ${what}, but ${name} is a development dependency, so the image needs all of them: move it to dependencies, or start what the build writes`,
    });
  }
}

/**
 * Whether the project has a script of this name.
 */
export function hasScript(context: ScriptContext, name: string): boolean {
  return scriptOf(context.packages.at('')!, name) !== undefined;
}
