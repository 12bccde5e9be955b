import { From } from '../dockerfile/index';
import type { Readiness, ServiceCall } from '../programs/service-call';
import { requireProps, secondsOf, Shape } from '../props/index';
import { ImageError } from './image-error';
import { ServiceAccess, SERVICE_DEFINITIONS, ServiceDefinition, ServiceKind } from './service/service-definitions';
import {
  CommonServiceOptions, DATABASE_SERVICE_OPTIONS, DatabaseServiceOptions, SERVICE_OPTIONS, SERVICE_PROPS, ServiceOptions, ServiceProps,
} from './service-options';
import { ServiceProbe } from './service-probe';

const NAME = /^[a-z][a-z0-9-]{0,39}$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
/** Words that need no quotes in SQL, in a URL or in a shell. */
const WORD = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,62}$/;
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const USER = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?$/;
const HOST = '127.0.0.1';

/** How it is run, in its image. @internal */
export interface ServiceRun {
  readonly user: string;
  readonly directory: string;
  readonly command: readonly string[];
  readonly prepare?: readonly string[];
  readonly ready: Readiness;
  readonly environment: { readonly [name: string]: string };
  readonly startSeconds: number;
}

/**
 * A database or another service that runs beside the tests of a gate, on its loopback address: its image is mounted into the
 * step of the build in which the tests run, and its own program is started there. It needs no privilege and no Docker socket, the
 * release has nothing of it, and what it wrote is gone afterwards. Each gate has its own.
 */
export class Service {
  /**
   * PostgreSQL, 17 unless another version is given.
   *
   * @throws if an option is not what it may be, or both `version` and `image` are given
   */
  public static postgres(options: DatabaseServiceOptions = {}): Service {
    return Service.known('postgres', options, DATABASE_SERVICE_OPTIONS);
  }

  /**
   * Redis, 8 unless another version is given.
   *
   * @throws if an option is not what it may be, or both `version` and `image` are given
   */
  public static redis(options: ServiceOptions = {}): Service {
    return Service.known('redis', options, SERVICE_OPTIONS);
  }

  /**
   * Valkey, 8 unless another version is given.
   *
   * @throws if an option is not what it may be, or both `version` and `image` are given
   */
  public static valkey(options: ServiceOptions = {}): Service {
    return Service.known('valkey', options, SERVICE_OPTIONS);
  }

  /**
   * MySQL, 8.4 unless another version is given.
   *
   * @throws if an option is not what it may be, or both `version` and `image` are given
   */
  public static mysql(options: DatabaseServiceOptions = {}): Service {
    return Service.known('mysql', options, DATABASE_SERVICE_OPTIONS);
  }

  /**
   * MariaDB, 11 unless another version is given.
   *
   * @throws if an option is not what it may be, or both `version` and `image` are given
   */
  public static mariadb(options: DatabaseServiceOptions = {}): Service {
    return Service.known('mariadb', options, DATABASE_SERVICE_OPTIONS);
  }

  /**
   * MongoDB without a replica set, 8 unless another version is given.
   *
   * @throws if an option is not what it may be, or both `version` and `image` are given
   */
  public static mongodb(options: ServiceOptions = {}): Service {
    return Service.known('mongodb', options, SERVICE_OPTIONS);
  }

  /**
   * DynamoDB Local, the newest unless another version is given.
   *
   * @throws if an option is not what it may be, or both `version` and `image` are given
   */
  public static dynamodbLocal(options: ServiceOptions = {}): Service {
    return Service.known('dynamodb', options, SERVICE_OPTIONS, 'dynamodbLocal');
  }

  /**
   * Any other image.
   *
   * @throws if a prop is missing or not what it may be, such as an empty command, or a `directory` that does not begin with `/`
   */
  public static of(props: ServiceProps): Service {
    requireProps('Service.of()', props, SERVICE_PROPS, ImageError);
    const { image, port, command, environment = {}, user = '0:0', directory = '/', prepare, ready = ServiceProbe.tcp() } = props;
    if (command.length === 0 || prepare?.length === 0) {
      throw new ImageError(`"${command.length === 0 ? 'command' : 'prepare'}" of Service.of() must be a program and its arguments, received []`);
    }
    if (!USER.test(user)) throw new ImageError(`user of Service.of() must be "user" or "user:group", received ${JSON.stringify(user)}`);
    if (!directory.startsWith('/') || directory.includes('\0')) throw new ImageError(`directory of Service.of() must be a path that begins with "/", received ${JSON.stringify(directory)}`);
    const name = props.name ?? image.replace(/@.*$/, '').replace(/:[^/]*$/, '').split('/').pop()!.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '');
    const variables = variablesOf({ url: `${HOST}:${port}`, variables: {} }, { port, user: '', password: '', database: '' }, props, environment);
    return new Service(name, image, undefined, port, variables, {
      user,
      directory,
      command: [...command],
      ...prepare ? { prepare: [...prepare] } : {},
      ready: ready._readiness,
      environment: { ...environment },
      startSeconds: secondsToStart(name, props),
    });
  }

  /** One that the library knows, by the name of its factory. */
  private static known(kind: ServiceKind, options: DatabaseServiceOptions, described: Shape, factory: string = kind): Service {
    requireProps(`Service.${factory}()`, options, described, ImageError);
    const definition: ServiceDefinition = SERVICE_DEFINITIONS[kind];
    const { name = kind, version, image, port = definition.port } = options;
    if (version !== undefined && image !== undefined) {
      throw new ImageError(`service "${name}" has both "version" and "image"; the tag of the image is its version, so take "version" out`);
    }
    if (version !== undefined && !TAG.test(version)) {
      throw new ImageError(`version of service "${name}" must be a tag of its official image such as "${definition.version}", received ${JSON.stringify(version)}`);
    }
    if (options.user === '' && definition.owner !== undefined) {
      throw new ImageError(`user of service "${name}" must have a name, received ""; leave it out for ${JSON.stringify(definition.owner)}`);
    }
    const user = word(name, 'user', options.user ?? definition.owner ?? '');
    const access: ServiceAccess = { port, user, password: word(name, 'password', options.password ?? user), database: word(name, 'database', options.database ?? 'test') };
    const script = definition.prepare?.(access);
    return new Service(name, image, image === undefined ? `${definition.repository}:${version ?? definition.version}` : undefined, port, variablesOf(definition, access, options), {
      user: definition.user,
      directory: definition.directory ?? '/',
      command: definition.command(access),
      ...script === undefined ? {} : { prepare: ['/bin/sh', '-c', script] },
      ready: definition.ready(access),
      environment: {},
      startSeconds: secondsToStart(name, options),
    });
  }

  private constructor(
    /** The name. */
    public readonly name: string,
    /** Its image, where it is another one than the official image. */
    public readonly image: string | undefined,
    /** @internal the official image, below its registry */
    public readonly _official: string | undefined,
    /** The port on the loopback address of the gate. */
    public readonly port: number,
    /** The variables by which the tests find it. */
    public readonly variables: { [name: string]: string },
    /** @internal */
    public readonly _run: ServiceRun) {
    if (!NAME.test(name)) {
      throw new ImageError(`the name of a service must be lowercase letters, digits and "-", received ${JSON.stringify(name)}; set its option "name"`);
    }
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      throw new ImageError(`port of service "${name}" must be a whole number from 1 to 65535, received ${port}`);
    }
    if (image !== undefined) From.image(image);
  }

  /** @internal what the program of a gate has to know of it */
  public _call(root: string): ServiceCall {
    const { user, directory, command, ready, environment, startSeconds } = this._run;
    return { name: this.name, root, user, directory, command, port: this.port, ready, environment, variables: this.variables, seconds: startSeconds };
  }
}

function secondsToStart(service: string, { startTimeout }: CommonServiceOptions): number {
  return secondsOf(startTimeout, { of: `startTimeout of service "${service}"`, otherwise: 60, most: 3600 }, ImageError);
}

function word(service: string, prop: string, value: string): string {
  if (value !== '' && !WORD.test(value)) {
    throw new ImageError(`${prop} of service "${service}" must be letters, digits, "_" and "-", received ${JSON.stringify(value)}`);
  }
  return value;
}

/** The variables for the tests, with what stands in braces put in. */
function variablesOf(
  { url, variables }: Pick<ServiceDefinition, 'url' | 'variables'>, access: ServiceAccess, options: CommonServiceOptions, others: { [name: string]: string } = {},
): { [name: string]: string } {
  const values: { readonly [name: string]: string } = { host: HOST, ...access, port: String(access.port) };
  const fill = (template: string, known: { readonly [name: string]: string }) => template.replace(/\{(\w*)\}/g, (_, name) => {
    if (Object.hasOwn(known, name)) return known[name];
    throw new ImageError(`"variables" of a service has ${JSON.stringify(template)}, where ${JSON.stringify(`{${name}}`)} stands for nothing; there are ${Object.keys(known).map(key => `{${key}}`).join(', ')}`);
  });
  const all = { ...variables, ...options.variables };
  for (const [name, value] of Object.entries({ ...all, ...others })) {
    if (!VARIABLE_NAME.test(name)) throw new ImageError(`a service has an environment variable named ${JSON.stringify(name)}; a name is letters, digits and "_", and begins with no digit`);
    if (value.includes('\0')) throw new ImageError(`the environment variable ${name} of a service must be text without a NUL character, received ${JSON.stringify(value)}`);
  }
  const filled = { ...values, url: fill(url, values) };
  return Object.fromEntries(Object.entries(all).filter(([, template]) => template !== '').map(([name, template]) => [name, fill(template, filled)]));
}
