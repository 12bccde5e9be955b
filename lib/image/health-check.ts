import { HealthCheckTiming, HealthTiming, healthTiming } from '../dockerfile/index';
import { DURATION_IN_SECONDS, NUMBER, requireArgument, requireProps, shape, TEXT, WORDS } from '../props/index';
import { ImageError } from './image-error';

/** The first line whose Node.js has `fetch`. */
const FIRST_LINE_WITH_FETCH = 18;

export const HEALTH_CHECK_TIMING = shape<HealthCheckTiming>('HealthCheckTiming', {
  interval: DURATION_IN_SECONDS,
  timeout: DURATION_IN_SECONDS,
  startPeriod: DURATION_IN_SECONDS,
  retries: NUMBER,
});

/**
 * How a running container is asked whether it is well. The check is run by Node.js itself, so that it needs neither a
 * shell nor curl, and it asks the port that the application listens on at that moment: by the variables of the environment that its
 * source reads, and by `PORT` where that is not known.
 *
 * Amazon ECS ignores an image's health check; its task definition needs one of its own.
 *
 * @see https://docs.docker.com/reference/dockerfile/#healthcheck
 */
export class HealthCheck {
  /**
   * Healthy while a GET of the path answers with a status below 400.
   *
   * @param path Such as `/health`.
   * @throws if the path does not begin with `/` or holds a space, or the timing is not what it may be
   */
  public static http(path: string, timing: HealthCheckTiming = {}): HealthCheck {
    requireArgument('HealthCheck.http()', 'path', path, TEXT, ImageError);
    if (!/^\/[^\s\u0000-\u001f\u007f]*$/.test(path)) {
      throw new ImageError(`the path of a health check must begin with "/" and hold no space, received ${JSON.stringify(path)}`);
    }
    return new HealthCheck(timing, path);
  }

  /**
   * Healthy while the port accepts connections.
   *
   * @throws if the timing is not what it may be
   */
  public static tcp(timing: HealthCheckTiming = {}): HealthCheck {
    return new HealthCheck(timing);
  }

  /**
   * Healthy while a command ends with 0.
   *
   * @throws if there is no word, or the timing is not what it may be
   */
  public static command(command: string[], timing: HealthCheckTiming = {}): HealthCheck {
    requireArgument('HealthCheck.command()', 'command', command, WORDS, ImageError);
    if (command.length === 0) {
      throw new ImageError('a health check needs a command, received []');
    }
    return new HealthCheck(timing, undefined, command);
  }

  /** No check. */
  public static none(): HealthCheck {
    return new HealthCheck({}, undefined, []);
  }

  /** @internal */
  public readonly _timing: HealthTiming;

  private constructor(
    timing: HealthCheckTiming,
    /** The path it asks for, where it asks over HTTP. */
    public readonly path?: string,
    /** @internal */
    public readonly _command?: string[]) {
    requireProps('HealthCheck', timing, HEALTH_CHECK_TIMING, ImageError);
    this._timing = healthTiming(timing, ImageError);
  }

  /**
   * The command of the check, or undefined for none.
   *
   * @internal
   * @param line the line of Node.js
   * @param variables the variables that say which port it is, the strongest first
   * @param preloads whether the environment makes every Node.js load something of the application, and a program of the image can keep this one from it
   */
  public _argv(port: number | undefined, line: number, preloads = false, variables: readonly string[] = ['PORT']): string[] | undefined {
    if (this._command) {
      return this._command.length ? this._command : undefined;
    }
    if (port === undefined) {
      throw new ImageError('a health check over the network needs the port the application listens on; set the prop "port"');
    }
    const address = [...variables.map(name => `process.env.${name}`), port].join('||');
    const script = this.path === undefined
      ? `require("net").connect(${address},"127.0.0.1").on("connect",()=>process.exit(0)).on("error",()=>process.exit(1))`
      : line < FIRST_LINE_WITH_FETCH
        ? `require("http").get("http://127.0.0.1:"+(${address})+${JSON.stringify(this.path)},r=>process.exit(r.statusCode<400?0:1)).on("error",()=>process.exit(1))`
        : `fetch("http://127.0.0.1:"+(${address})+${JSON.stringify(this.path)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))`;
    return [...preloads ? ['env', '-u', 'NODE_OPTIONS'] : [], 'node', '-e', script];
  }
}
