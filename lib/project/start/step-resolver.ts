import { isBuilding } from '../build/build-steps';
import { ProjectWarning } from '../model/project-warning';
import { runtimeOf } from '../model/runtime';
import { BUILTINS } from '../scripts/builtins';
import { withoutEnvironmentFiles } from '../scripts/environment-files';
import { render, StartStep } from '../scripts/flatten-script';
import { Invocation, plainWord, programOf, ScriptNote, Word, wordOf } from '../scripts/invocation';
import { withoutPm2 } from '../scripts/process-managers';
import { ScriptContext } from '../scripts/script-context';
import { walkScript } from '../scripts/walk-script';
import { composeSteps } from './compose-steps';
import { isDevelopmentServer } from './development-servers';
import { installsMore } from './idle-steps';
import { innerOf, lingering, redirection } from './lingering';
import { withoutLoaderProgram } from './loader-programs';
import { parseNodeCommand, resolveEntry } from './node-command';
import { parsePort } from './parse-port';
import { findProgram } from './programs';
import { loopbackOption, serverProgram } from './server-programs';

/**
 * Replaces what a step of a start script runs by what the image runs, and learns about it.
 */
export class StepResolver {
  public readonly reasons: string[] = [];
  public readonly warnings: ProjectWarning[] = [];
  /** The programs that the base image has to bring. */
  public readonly programs = new Set<string>();
  public forDevelopment = false;
  public entry: string | undefined;
  public port: number | undefined;
  /** Variables that the last program needs, which the script may change. */
  public environment: { [name: string]: string } = {};
  private needsPath = false;
  private develops = false;

  constructor(private readonly context: ScriptContext, private readonly script: string) {}

  /**
   * Takes down what is to be known of something that was taken off.
   */
  public note({ warning, text }: ScriptNote) {
    if (warning === undefined) this.reasons.push(text);
    else this.warn(warning, text);
  }

  /**
   * Replaces the command of a dependency by the file it runs, and learns about the program.
   *
   * @param last whether it is what is started
   */
  public resolve(given: StartStep, last: boolean): StartStep {
    given.invocation?.notes.forEach(note => this.note(note));
    const step = this.withoutLoaderProgram(this.withoutProcessManager(given));
    this.entry = undefined;
    this.port = undefined;
    this.environment = {};
    this.judge(step, last);
    if (!step.invocation) {
      for (const inner of walkScript(this.context.packages, step.directory, step.text)) {
        this.lookUp(inner, step.directory, inner.guarded);
        inner.through.forEach(text => this.lookUp({ ...inner, words: [{ text, raw: text, dynamic: false }], fetched: false }, step.directory));
      }
      return step;
    }
    const program = programOf(step.invocation);
    const bin = runtimeOf(program) ? undefined : this.lookUp(step.invocation, step.directory);
    // What runs another program has to find that one, too.
    const inner = program !== undefined && this.programs.has(program) ? innerOf(step.invocation) : undefined;
    if (inner) this.lookUp(inner, step.directory);
    const file = bin?.file === undefined ? undefined : plainWord(bin.file);
    if (program === 'node') {
      const node = parseNodeCommand(step.invocation.words.slice(1), this.context.nodeLine);
      this.learn(step, node);
      if (node.watches) this.reasons.push('node does not watch files, for an image does not change');
      const words = [...this.nodeOptions(step), ...node.options, ...node.file ? [node.file] : [], ...node.passed];
      return this.replace(step, [step.invocation.words[0], ...words]);
    }
    const server = serverProgram(step.invocation);
    this.port = parsePort(step.invocation) ?? server?.port;
    this.environment = { ...server?.environment };
    if (runtimeOf(program)) this.learnOfRuntime(step);
    if (bin === undefined || file === undefined) return step;
    this.reasons.push(`${program} is ${file.text} of the dependency ${bin.package}`);
    const own = this.context.manager.runBin?.(bin.package, file.text.replace(/^(\.\.\/)*/, '').replace(`node_modules/${bin.package}/`, ''));
    const words = own ? own.map(text => wordOf(text)) : [file];
    const opened = server?.open?.words ?? [];
    if (opened.length > 0) this.reasons.push(`${opened.join(' ')}, for ${program} listens on an address that nothing outside of the container reaches unless it is told another one`);
    return this.replace(step, [plainWord('node')!, ...this.nodeOptions(step), ...words, ...step.invocation.words.slice(1), ...opened.map(text => wordOf(text))]);
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
   * True if a program can be started without a shell: node, which every base image has, or a runtime that is put into it.
   */
  public runsDirectly(invocation: Invocation): boolean {
    const program = programOf(invocation);
    return program === 'node' || runtimeOf(program) !== undefined;
  }

  /**
   * The steps as one command line, in which the last one takes the place of the shell.
   */
  public compose(steps: readonly StartStep[]): string {
    return composeSteps(steps, this.needsPath ? this.context.binDirectories ?? ['node_modules/.bin'] : []);
  }

  /** Step that pm2 would keep running, by node itself where pm2 is no dependency. */
  private withoutProcessManager(step: StartStep): StartStep {
    const { packages } = this.context;
    const manifest = packages.at(step.directory);
    if (!step.invocation || programOf(step.invocation) !== 'pm2-runtime' || !manifest || findProgram('pm2-runtime', manifest, step.directory, this.context).bin) return step;
    const words = withoutPm2(step.invocation.words);
    if (!words) return step;
    this.warn('start-process-manager', `runs pm2, which is no dependency, so that the image does not have it: node runs ${words[1].text} by itself, one process in each container; for pm2-runtime make pm2 a dependency`);
    return this.replace({ ...step, invocation: { ...step.invocation, notes: [] } }, words);
  }

  /** Warns of what the container does not survive. */
  private judge({ invocation, text, directory }: StartStep, last: boolean) {
    const reason = last && invocation ? lingering(invocation) : undefined;
    if (reason !== undefined) this.warn('start-watches', `runs ${text}, ${reason}: start the program itself by "command" or a script start:prod`);
    this.develops = last && invocation !== undefined && isDevelopmentServer(invocation);
    if (this.develops) {
      this.warn('start-develops', `runs ${text}, a server for the one who develops: it compiles in the container, and often answers to localhost alone. `
        + 'Let the script build write the site, and a script start:prod, or "command", serve what it wrote by a program for that (serve, sirv-cli), which is a dependency');
    }
    const loopback = last && invocation ? loopbackOption(invocation) : undefined;
    if (loopback !== undefined) this.warn('listens-on-loopback', `gives ${text.slice(0, 80)} the option ${loopback}, which nothing outside of the container reaches: give it 0.0.0.0`);
    if (invocation && installsMore(invocation)) {
      this.warn('start-installs', `installs when the container starts (${text}), where there may be no network and nothing can be written: make it a dependency, or install it by a script postinstall`);
    }
    if (!last && invocation && isBuilding({ directory, text, invocation, script: this.script })) {
      this.warn('start-builds', `runs ${text} in front of the application, where nothing can be written but what "writableDirectories" names: move it to the script build`);
    }
    this.environmentOfScripts(text, directory).forEach(note => this.note(note));
    const target = invocation === undefined ? redirection(text) : undefined;
    if (target !== undefined) this.warn('start-redirects', `writes to ${target}, which the container's user can not unless "writableDirectories" names its directory: leave it to the log of the container`);
  }

  /** Files of variables that scripts of a shell read, which lie in the project and stay as they are. */
  private environmentOfScripts(text: string, directory: string): ScriptNote[] {
    const { packages } = this.context;
    const files = text.split(/[\s;&|()"']+/).filter(word => /\.(?:ba)?sh$/.test(word));
    return [...new Set(files)].flatMap(file => {
      const { notes } = withoutEnvironmentFiles(packages.text(directory, file) ?? '', other => packages.allows(directory, other));
      return notes.filter(({ warning }) => warning !== undefined).map(note => ({ ...note, text: `runs ${file}, which ${note.text}` }));
    });
  }

  private warn(id: string, what: string) {
    this.warnings.push({ id, message: `the script ${this.script} ${what}` });
  }

  private replace(step: StartStep, words: readonly Word[]): StartStep {
    const invocation = { ...step.invocation!, words };
    return { ...step, invocation, text: render(invocation) };
  }

  private learn(step: StartStep, node: ReturnType<typeof parseNodeCommand>) {
    this.port = parsePort(step.invocation!, node.passed.map(({ text }) => text));
    if (node.file && !node.file.dynamic) {
      const { files, packages } = this.context;
      const entry = resolveEntry(files, packages, step.directory, node.file.text);
      // A loader may find a file by other endings than node.
      const isKnown = node.preloaded.length === 0 || /\.\w+$/.test(node.file.text) || (entry !== undefined && files.kind(entry) === 'file');
      this.entry = isKnown ? entry : undefined;
    }
    for (const preloaded of node.preloaded) this.require(preloaded, step.directory);
    if (node.environmentFiles.length > 0) {
      this.warn('start-env-file', `reads ${node.environmentFiles.join(', ')}, which never enters an image: pass what is in it as environment variables or secrets`);
    }
  }

  private lookUp(invocation: Invocation, directory: string, guarded = false) {
    const program = programOf(invocation);
    const manifest = this.context.packages.at(directory);
    if (program === undefined || !manifest) return undefined;
    const { bin, foreign } = findProgram(program, manifest, directory, this.context);
    this.needsPath ||= !foreign && program !== 'node' && !BUILTINS.has(program) && !program.includes('/');
    if (bin) {
      if (!bin.production) this.lacks(bin.package, `runs ${program}`);
    } else if (invocation.fetched && program !== 'node') {
      this.needsPath = true;
      this.warn('start-downloads-program', `runs ${program}, which no dependency brings, so that the image does not have it: make it a dependency`);
    } else if (foreign && !guarded && !runtimeOf(program)) {
      this.programs.add(program);
    }
    return bin;
  }

  private require(name: string, directory: string) {
    const manifest = this.context.packages.at(directory);
    if (manifest && Object.hasOwn(manifest.devDependencies, name) && !Object.hasOwn(manifest.dependencies, name)) {
      this.lacks(name, `loads ${name}`);
    }
  }

  private lacks(name: string, what: string) {
    this.forDevelopment = true;
    if (this.develops) return;
    this.warn('start-needs-dev-dependency', `${what}, but ${name} is a development dependency, so the image needs all of them: move it to dependencies, or start what the build writes`);
  }
}
