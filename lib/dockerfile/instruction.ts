import { DockerfileError, show } from './dockerfile-error';
import { From } from './from';
import { HealthTiming, healthTiming } from './health-timing';
import { InstructionModel } from './instruction-model';
import { CopyOptions, HealthCheckTiming, RunOptions } from './instruction-options';
import {
  EXCLUDE, EXPANDED_PATH, LABEL_NAME, MODE, OWNER, requireSource, SIGNAL, VARIABLE_NAME,
} from './instruction-rules';
import { commentText, flagValue, requireLine, requireValue, requireWords } from './quote';

const OTHER_KEYWORDS = ['ADD', 'ONBUILD', 'SHELL', 'VOLUME'];

/**
 * One instruction of a Dockerfile. Whatever the values hold, each is one instruction and reads back as it was given;
 * what a Dockerfile cannot express is refused with an error that shows the value.
 *
 * @see https://docs.docker.com/reference/dockerfile/
 */
export class Instruction {
  /**
   * `RUN`: one command, as a list of words; no shell interprets them.
   *
   * @throws if there is no word, or one that a Dockerfile cannot express, such as one with a NUL character
   */
  public static run(command: string[], options: RunOptions = {}): Instruction {
    return Instruction.runAll([command], options);
  }

  /**
   * `RUN`: several commands in sequence, each a list of words; the first that fails ends it.
   *
   * @throws if there is no command, one without a word or with one that a Dockerfile cannot express, or several of them without a
   * shell (`exec`)
   */
  public static runAll(commands: string[][], options: RunOptions = {}): Instruction {
    if (commands.length === 0 || commands.some(command => command.length === 0)) {
      throw new DockerfileError(`a RUN needs at least one command of one word, received ${show(commands)}`);
    }
    if (options.exec && commands.length > 1) {
      throw new DockerfileError(`without a shell a RUN is one command, received ${show(commands)}; give each a RUN of its own`);
    }
    commands.forEach(command => requireWords('a command', command));
    return new Instruction({
      kind: 'run', commands: commands.map(command => [...command]), mounts: [...options.mounts ?? []], exec: options.exec ?? false,
      ...options.network ?? true ? {} : { network: false as const },
    });
  }

  /**
   * `RUN`: a script for `/bin/sh`. The script is handed over as it is, so what it does is up to its author.
   *
   * @throws if the script cannot be expressed in a Dockerfile
   */
  public static shell(script: string, options: RunOptions = {}): Instruction {
    return Instruction.run(['/bin/sh', '-c', script], { ...options, exec: true });
  }

  /**
   * `COPY`: files or directories, by their names; no wildcard is expanded.
   *
   * A source with `*`, `?` or `[` in its name, or with a space at its end, has to be written as a pattern, and a pattern
   * that finds nothing is no error to a builder: if it is missing, the build goes on without it.
   *
   * @param sources Paths in the build context, or in what `from` says. The content of a directory is copied, not the directory.
   * @param destination A path in the image, below the working directory where it is relative; for several sources it ends with `/`.
   * @throws if there is no source or no destination, a source lies outside of the build context, the destination of several does
   * not end with `/`, or an option is not what it may be
   */
  public static copy(sources: string[], destination: string, options: CopyOptions = {}): Instruction {
    if (sources.length === 0 || [...sources, destination].includes('')) {
      throw new DockerfileError(`a COPY needs a source and a destination, received ${show(sources)} and ${show(destination)}`);
    }
    sources.forEach(source => requireSource(source, options));
    requireLine('a path', destination);
    if (options.expand) {
      [...sources, destination].forEach(item => flagValue('a path with variables', item, EXPANDED_PATH));
    }
    if (sources.length > 1 && !destination.endsWith('/')) {
      // the builder would write one over the other
      throw new DockerfileError(`the destination of several sources must end with "/", received ${show(destination)}`);
    }
    return new Instruction({
      kind: 'copy',
      sources: [...sources],
      destination,
      from: options.from?._requireFiles(),
      expand: options.expand ?? false,
      flags: [
        ...options.link ? [['link', undefined] as const] : [],
        ...options.chown !== undefined ? [['chown', flagValue('the owner of a COPY', options.chown, OWNER)] as const] : [],
        ...options.chmod !== undefined ? [['chmod', flagValue('the mode of a COPY', options.chmod, MODE)] as const] : [],
        ...(options.exclude ?? []).map(pattern => ['exclude', flagValue('a pattern left out of a COPY', pattern, EXCLUDE)] as const),
      ],
    });
  }

  /**
   * `ENV`: variables for what follows and for the running container.
   *
   * @throws if there is no variable, or a name is none
   */
  public static env(variables: { [name: string]: string }): Instruction {
    return pairs('ENV', 'an environment variable', VARIABLE_NAME, variables);
  }

  /**
   * `LABEL`: metadata of the image.
   *
   * @throws if there is no label, or a name is none
   */
  public static label(labels: { [name: string]: string }): Instruction {
    return pairs('LABEL', 'a label', LABEL_NAME, labels);
  }

  /**
   * `ARG`: a value that the caller of the build may give. It is visible in the history of the image: never a secret.
   *
   * @throws if the name is none
   */
  public static arg(name: string, defaultValue?: string): Instruction {
    flagValue('the name of a build argument', name, VARIABLE_NAME);
    if (defaultValue !== undefined) {
      requireValue(`build argument ${name}`, defaultValue);
    }
    return new Instruction({ kind: 'arg', name, value: defaultValue });
  }

  /**
   * `WORKDIR`.
   *
   * @param directory Absolute; a relative one lies below the working directory so far, which Docker's linter complains of.
   * @throws if it is empty
   */
  public static workdir(directory: string): Instruction {
    requireValue('a working directory', directory);
    if (directory === '') {
      throw new DockerfileError('a working directory cannot be empty, received ""');
    }
    return new Instruction({ kind: 'word', keyword: 'WORKDIR', value: directory });
  }

  /**
   * `USER`: a name or number, `user[:group]`.
   *
   * @throws if it is neither `user` nor `user:group`
   */
  public static user(user: string): Instruction {
    return new Instruction({ kind: 'word', keyword: 'USER', value: flagValue('a user', user, OWNER) });
  }

  /**
   * `EXPOSE`: a TCP port, 1 to 65535.
   *
   * @throws if it is no such port
   */
  public static expose(port: number): Instruction {
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      throw new DockerfileError(`a port must be a whole number from 1 to 65535, received ${String(port)}`);
    }
    return new Instruction({ kind: 'expose', port });
  }

  /**
   * `ENTRYPOINT` in exec form. An empty list takes the base image's entrypoint away.
   *
   * @throws if a word cannot be expressed in a Dockerfile
   */
  public static entrypoint(argv: string[]): Instruction {
    requireWords('an entrypoint', argv);
    return new Instruction({ kind: 'exec', keyword: 'ENTRYPOINT', argv: [...argv] });
  }

  /**
   * `CMD` in exec form. An empty list takes the base image's command away.
   *
   * @throws if a word cannot be expressed in a Dockerfile
   */
  public static cmd(argv: string[]): Instruction {
    requireWords('a command', argv);
    return new Instruction({ kind: 'exec', keyword: 'CMD', argv: [...argv] });
  }

  /**
   * `HEALTHCHECK` in exec form: healthy while the command ends with 0.
   *
   * @throws if there is no word, a time is not whole seconds, or `retries` is no whole number from one on
   */
  public static healthCheck(argv: string[], timing: HealthCheckTiming = {}): Instruction {
    return Instruction._healthCheck(argv, healthTiming(timing, DockerfileError));
  }

  /** @internal */
  public static _healthCheck(argv: string[], { interval, timeout, startPeriod, retries }: HealthTiming): Instruction {
    if (argv.length === 0) {
      throw new DockerfileError('a health check needs a command, received []');
    }
    requireWords('a health check', argv);
    return new Instruction({
      kind: 'healthcheck',
      argv: [...argv],
      flags: [['interval', `${interval}s`], ['timeout', `${timeout}s`], ['start-period', `${startPeriod}s`], ['retries', String(retries)]],
    });
  }

  /** `HEALTHCHECK NONE`: says that there is none, and takes away the base image's. */
  public static noHealthCheck(): Instruction {
    return new Instruction({ kind: 'healthcheck', flags: [] });
  }

  /**
   * `STOPSIGNAL`.
   *
   * @throws if it is no signal of Linux, by its name with `SIG` or by its number
   */
  public static stopSignal(signal: string): Instruction {
    return new Instruction({ kind: 'word', keyword: 'STOPSIGNAL', value: flagValue('a signal', signal, SIGNAL) });
  }

  /**
   * An instruction that has no method here: `ADD`, `ONBUILD`, `SHELL` or `VOLUME`.
   *
   * @param keyword One of these.
   * @param text The rest of its line, as a Dockerfile has it. It must fit on one line.
   * @throws if the keyword is another one, or the text does not fit on one line
   */
  public static of(keyword: string, text: string): Instruction {
    if (!OTHER_KEYWORDS.includes(keyword)) {
      throw new DockerfileError(`an instruction by its keyword must be one of ${OTHER_KEYWORDS.join(', ')}, received ${show(keyword)}`);
    }
    requireLine(keyword, text);
    // a backslash at the end would take in the next instruction, `<<` would take in the next lines
    if (/\\\s*$/.test(text) || text.includes('<<') || text.trim() === '') {
      throw new DockerfileError(`${keyword} must be one line without a here-document or a backslash at its end, received ${show(text)}`);
    }
    return new Instruction({ kind: 'other', keyword, text: text.trim() });
  }

  /** @internal */
  public static _of(model: InstructionModel): Instruction {
    return new Instruction(model);
  }

  /** @internal */
  public readonly _model: InstructionModel;

  /** @internal */
  public readonly _comment?: string;

  private constructor(model: InstructionModel, comment?: string) {
    this._model = model;
    this._comment = comment;
  }

  /** The same instruction with a comment above it. */
  public withComment(comment: string): Instruction {
    return new Instruction(this._model, commentText(comment));
  }

  /** @internal */
  public _references(): From[] {
    switch (this._model.kind) {
      case 'copy': return this._model.from ? [this._model.from] : [];
      case 'run': return this._model.mounts.flatMap(mount => mount._from ? [mount._from] : []);
      default: return [];
    }
  }
}

function pairs(keyword: 'ENV' | 'LABEL', subject: string, names: RegExp, values: { [name: string]: string }): Instruction {
  const entries = Object.entries(values);
  if (entries.length === 0) {
    throw new DockerfileError(`${keyword} needs at least one name, received {}`);
  }
  for (const [name, value] of entries) {
    flagValue(`the name of ${subject}`, name, names);
    requireValue(`${subject} ${name}`, value);
  }
  return Instruction._of({ kind: 'pairs', keyword, pairs: entries });
}
