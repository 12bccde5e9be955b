import type { Duration } from 'aws-cdk-lib';
import { From } from './from';
import { Mount } from './mount';

/** Options of a `RUN` instruction. */
export interface RunOptions {
  /**
   * Mounts that the command sees beside the layer: caches, secrets, files.
   *
   * @default - nothing
   */
  readonly mounts?: Mount[];

  /**
   * True if the command has a network. Without one it has the loopback alone.
   *
   * @default true
   * @see https://docs.docker.com/reference/dockerfile/#run---network
   */
  readonly network?: boolean;

  /**
   * True if the command is started without a shell.
   *
   * @default - false, except where a word holds a line break, which the shell form cannot carry
   */
  readonly exec?: boolean;
}

/** Options of a `COPY` instruction. */
export interface CopyOptions {
  /**
   * Where the files come from.
   *
   * @default - the build context
   */
  readonly from?: From;

  /**
   * True if the layer stands on its own, so that it is kept when what is below it changes.
   *
   * @default false
   * @see https://docs.docker.com/reference/dockerfile/#copy---link
   */
  readonly link?: boolean;

  /**
   * The owner of what is copied, `user[:group]`.
   *
   * @default - root
   */
  readonly chown?: string;

  /**
   * The mode of what is copied, octal, such as `755`.
   *
   * @default - as in the source
   */
  readonly chmod?: string;

  /**
   * Patterns of what is left out, in the notation of `.dockerignore` but below each directory that is copied: `*.map`
   * leaves out `dist/a.map` where `dist` is copied, and `dist/*.map` does not. A file that is a source itself is copied.
   *
   * @default - nothing is left out
   * @see https://docs.docker.com/reference/dockerfile/#copy---exclude
   */
  readonly exclude?: string[];

  /**
   * True if variables in the paths, such as `${TARGETARCH}`, are replaced by the builder. Only plain paths can have them.
   *
   * @default - false, a `$` is a `$`
   */
  readonly expand?: boolean;
}

/** When a health check runs. All times are whole seconds, from one on. */
export interface HealthCheckTiming {
  /**
   * Time between two checks.
   *
   * @default Duration.seconds(30)
   */
  readonly interval?: Duration;

  /**
   * Time after which a check has failed.
   *
   * @default Duration.seconds(5)
   */
  readonly timeout?: Duration;

  /**
   * Time in which a failing check does not count, from the start.
   *
   * @default Duration.seconds(10)
   */
  readonly startPeriod?: Duration;

  /**
   * How many failures in sequence make the container unhealthy: a whole number, from one on.
   *
   * @default 3
   */
  readonly retries?: number;
}
