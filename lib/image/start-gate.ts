import type { Duration } from 'aws-cdk-lib';
import { DURATION_IN_SECONDS, listOf, mapOf, requireArgument, requireProps, secondsOf, shape, TEXT } from '../props/index';
import { SERVICE } from './gate';
import { ImageError } from './image-error';
import { Service } from './service';

const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Options of the start gate. */
export interface StartGateOptions {
  /**
   * Time that the application may take to start: whole seconds, from one to an hour.
   *
   * @default Duration.minutes(1)
   */
  readonly timeout?: Duration;

  /**
   * Databases and other services that run beside the application, which finds them by the variables that their clients read.
   *
   * @default - none
   */
  readonly services?: Service[];
}

/** Options of a start gate that nothing but a start passes. */
export interface RequiredStartGateOptions extends StartGateOptions {
  /**
   * Environment variables while it is started in the build. No image has them, but the Dockerfile does: never a secret.
   *
   * @default - none but those of the image
   */
  readonly environment?: { [name: string]: string };
}

export const START_GATE_OPTIONS = shape<StartGateOptions>('StartGateOptions', {
  timeout: DURATION_IN_SECONDS,
  services: listOf(SERVICE),
});

export const REQUIRED_START_GATE_OPTIONS = shape<RequiredStartGateOptions>('RequiredStartGateOptions', {
  ...START_GATE_OPTIONS.kinds,
  environment: mapOf(TEXT),
});

/**
 * Start of the finished image in the build before it is released: it is started as it will run, by the same user, command
 * and environment, with no network but the loopback. What does not start for a fault of the image, such as a module or a file
 * that it lacks, is not released. Where the application wants what a build does not have, a database or a variable, the gate says so
 * and passes, unless it is required.
 */
export class StartGate {
  /**
   * The application has to start in the build: it listens, its health check passes, or it ends with 0.
   *
   * @throws if an option is not what it may be, or a variable has a name that is none
   */
  public static required(options: RequiredStartGateOptions = {}): StartGate {
    requireProps('StartGate.required()', options, REQUIRED_START_GATE_OPTIONS, ImageError);
    return new StartGate(true, true, options.environment ?? {}, options.timeout, options.services);
  }

  /**
   * It is started with these variables beside those of the image.
   *
   * @param variables No image has them, but the Dockerfile does: never a secret.
   * @throws if a variable has a name that is none, or an option is not what it may be
   */
  public static environment(variables: { [name: string]: string }, options: StartGateOptions = {}): StartGate {
    requireArgument('StartGate.environment()', 'variables', variables, mapOf(TEXT), ImageError);
    requireProps('StartGate.environment()', options, START_GATE_OPTIONS, ImageError);
    return new StartGate(true, false, variables, options.timeout, options.services);
  }

  /** The image is not started in the build. */
  public static none(): StartGate {
    return new StartGate(false, false, {});
  }

  /** @internal seconds that the application may take to start */
  public readonly _timeoutSeconds: number;
  /** Environment variables while it is started in the build. */
  public readonly variables: { [name: string]: string };
  /** The services that run beside it. */
  public readonly services: Service[];

  private constructor(
    /** True if the image is started in the build. */
    public readonly enabled: boolean,
    /** True if an application that wants what the build does not have fails. */
    public readonly mustStart: boolean,
    variables: { [name: string]: string },
    timeout?: Duration,
    services: readonly Service[] = []) {
    this.services = [...services];
    this.variables = { ...variables };
    for (const [name, value] of Object.entries(this.variables)) {
      if (!VARIABLE_NAME.test(name)) {
        throw new ImageError(`startGate has an environment variable named ${JSON.stringify(name)}; a name is letters, digits and "_", and begins with no digit`);
      }
      if (typeof value !== 'string' || value.includes('\0')) {
        throw new ImageError(`the environment variable ${name} of startGate must be text without a NUL character, received ${JSON.stringify(value)}`);
      }
    }
    this._timeoutSeconds = secondsOf(timeout, { of: 'timeout of startGate', otherwise: 60, most: 3600 }, ImageError);
  }
}
