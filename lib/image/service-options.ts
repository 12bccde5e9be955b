import type { Duration } from 'aws-cdk-lib';
import { DURATION_IN_SECONDS, instanceOf, mapOf, NUMBER, required, shape, TEXT, WORDS } from '../props/index';
import { ServiceProbe } from './service-probe';

/** Options that all services have in common. */
export interface CommonServiceOptions {
  /**
   * The name: that of its stage, and of the build argument `SERVICE_<NAME>_IMAGE`, which replaces its image. Lowercase letters,
   * digits and `-`, a letter first, at most 40 characters.
   *
   * @default - that of the program; of a service by `Service.of()` that of its image
   */
  readonly name?: string;

  /**
   * Further variables by which the tests find it, or others in place of those that there are. `{host}`, `{port}`, `{url}`,
   * `{user}`, `{password}` and `{database}` are replaced; an empty text takes the variable away. What the gate has in
   * `environment` has the last word.
   *
   * @default - those that its clients read, such as `PGHOST`, and `DATABASE_URL` for a relational database
   */
  readonly variables?: { [name: string]: string };

  /**
   * Time that it may take until it is ready: whole seconds, from one to an hour.
   *
   * @default Duration.minutes(1)
   */
  readonly startTimeout?: Duration;
}

/** Options of a service that the library knows. */
export interface ServiceOptions extends CommonServiceOptions {
  /**
   * The version: the tag of its official image, such as `17`. Not together with `image`.
   *
   * @default - the one that the method names, such as 17 for `Service.postgres()`
   */
  readonly version?: string;

  /**
   * An image that is laid out as the official one, instead of that, such as `pgvector/pgvector:pg17`. Not together with `version`.
   *
   * @default - the official image of the version; from the mirror of the base image, where that has one
   */
  readonly image?: string;

  /**
   * The port, from 1 to 65535, on the loopback address of the gate.
   *
   * @default - the one that it is known for
   */
  readonly port?: number;
}

/** Options of a database. */
export interface DatabaseServiceOptions extends ServiceOptions {
  /**
   * The name of an empty database: letters, digits, `_` and `-`.
   *
   * @default 'test'
   */
  readonly database?: string;

  /**
   * The user, who may do everything: letters, digits, `_` and `-`.
   *
   * @default - `postgres` of PostgreSQL, `root` of MySQL and MariaDB
   */
  readonly user?: string;

  /**
   * The password, letters, digits, `_` and `-`: no secret, for the database lives as long as the gate, and nothing but the tests
   * can reach it.
   *
   * @default - the name of the user
   */
  readonly password?: string;
}

/** A service of your own. */
export interface ServiceProps extends CommonServiceOptions {
  /** The image, such as `docker.io/library/rabbitmq:4`. */
  readonly image: string;

  /**
   * Command that is run in it, a list of words. Neither its entry point nor its command is run: some of them, `gosu` for one, need what
   * no step of a build has.
   */
  readonly command: string[];

  /** The port on which it listens, from 1 to 65535. */
  readonly port: number;

  /**
   * Probe that shows that it is ready.
   *
   * @default ServiceProbe.tcp()
   */
  readonly ready?: ServiceProbe;

  /**
   * Environment variables of the service, beside those of its image.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * A user of its image, `user` or `user:group`, by names or numbers.
   *
   * @default root
   */
  readonly user?: string;

  /**
   * The directory in which it is started: a path that begins with `/`.
   *
   * @default /
   */
  readonly directory?: string;

  /**
   * A command that is run in its image by root, a list of words: what it writes is there when the service starts, and the builder
   * keeps it between builds. What it writes into a volume of the image may be lost.
   *
   * @default - none
   */
  readonly prepare?: string[];
}

export const COMMON_SERVICE_OPTIONS = shape<CommonServiceOptions>('CommonServiceOptions', {
  name: TEXT,
  variables: mapOf(TEXT),
  startTimeout: DURATION_IN_SECONDS,
});

export const SERVICE_OPTIONS = shape<ServiceOptions>('ServiceOptions', { ...COMMON_SERVICE_OPTIONS.kinds, version: TEXT, image: TEXT, port: NUMBER });

export const DATABASE_SERVICE_OPTIONS = shape<DatabaseServiceOptions>('DatabaseServiceOptions', {
  ...SERVICE_OPTIONS.kinds, database: TEXT, user: TEXT, password: TEXT,
});

const PROBE = instanceOf('ServiceProbe', () => ServiceProbe, {
  example: 'ServiceProbe.tcp()',
  instead: value => typeof value === 'string' && value.startsWith('/') ? `ServiceProbe.http(${JSON.stringify(value)})` : undefined,
});

export const SERVICE_PROPS = shape<ServiceProps>('ServiceProps', {
  ...COMMON_SERVICE_OPTIONS.kinds,
  image: required(TEXT),
  command: required(WORDS),
  port: required(NUMBER),
  ready: PROBE,
  environment: mapOf(TEXT),
  user: TEXT,
  directory: TEXT,
  prepare: WORDS,
});
