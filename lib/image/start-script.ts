import { listOf, required, requireArgument, requireProps, shape, TEXT } from '../props/index';
import { ImageError } from './image-error';

/** Options of a choice among scripts. */
export interface ScriptChoiceOptions {
  /** The scripts to choose from. */
  readonly scripts: string[];

  /**
   * The script that runs where the variable is not set.
   *
   * @default - none: the container ends with 64 and says which there are
   */
  readonly defaultScript?: string;
}

export const SCRIPT_CHOICE_OPTIONS = shape<ScriptChoiceOptions>('ScriptChoiceOptions', {
  scripts: required(listOf(TEXT)),
  defaultScript: TEXT,
});

/** Which script of `package.json` the container starts. Scripts are resolved to what they run, npm does not stand between. */
export class StartScript {
  /**
   * One script.
   *
   * @throws if it is no text. A script that `package.json` does not have is told when the Dockerfile is made.
   */
  public static named(script: string): StartScript {
    requireArgument('StartScript.named()', 'script', script, TEXT, ImageError);
    return new StartScript([script], undefined, script);
  }

  /**
   * The script that an environment variable names when the container is started.
   *
   * @param variable Such as `SCRIPT`, for `docker run -e SCRIPT=worker`.
   * @throws if the variable has no name, there is no script, or the default is none of them
   */
  public static fromEnvironment(variable: string, options: ScriptChoiceOptions): StartScript {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) {
      throw new ImageError(`the variable that chooses a script must be a name, received ${JSON.stringify(variable)}`);
    }
    requireProps('StartScript.fromEnvironment()', options, SCRIPT_CHOICE_OPTIONS, ImageError);
    if (options.scripts.length === 0) {
      throw new ImageError('a choice among scripts needs at least one, received []');
    }
    if (options.defaultScript !== undefined && !options.scripts.includes(options.defaultScript)) {
      throw new ImageError(`defaultScript must be one of ${options.scripts.join(', ')}, received ${JSON.stringify(options.defaultScript)}`);
    }
    return new StartScript(options.scripts, variable, options.defaultScript);
  }

  private constructor(
    /** The scripts that can run. */
    public readonly scripts: string[],
    /** The environment variable that chooses. */
    public readonly variable?: string,
    /** The script that runs where nothing is chosen. */
    public readonly defaultScript?: string) {
  }
}
