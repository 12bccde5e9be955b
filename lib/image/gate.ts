import type { Duration } from 'aws-cdk-lib';
import { BOOLEAN, DURATION_IN_SECONDS, instanceOf, listOf, mapOf, oneOf, requireArgument, requireProps, secondsOf, shape, TEXT, WORDS } from '../props/index';
import { ImageError } from './image-error';
import { Service } from './service';
import { TestReport } from './test-report';

/** The names a gate can have: they become the names of stages and directories. */
const GATE_NAME = /^[a-z][a-z0-9-]*$/;

/** A timer of Node.js counts milliseconds in 31 bits. */
const MOST_SECONDS = Math.floor((2 ** 31 - 1) / 1000);

/** Users that the commands of a gate run as. */
export enum GateUser {
  /** Root, as everything in the stages before the release. It may read and write whatever its permissions say. */
  ROOT = 'root',

  /**
   * The user of the release. The files of the project are its own, as on a laptop; those of installed packages belong to root. It has a
   * home of its own, so that what installing left in the one of root, such as a browser that was downloaded, is not there.
   */
  RELEASE = 'release',
}

/** Options of a gate. */
export interface GateOptions {
  /**
   * The name, by which logs and reports are filed: lowercase letters, digits and `-`, a letter first, at most 60 characters. `start` is
   * that of the start gate.
   *
   * @default - the name of the last script or program, such as `test-unit` for `test:unit`
   */
  readonly name?: string;

  /**
   * True if the gate needs what the build wrote; false if it does not, whatever its script says. True is refused where nothing is built.
   *
   * @default - false, except where the project's test script reads the build output
   */
  readonly afterBuild?: boolean;

  /**
   * True if the gate runs on the bundles that the prop `bundling` makes: they stand in the place of the files that they are made of,
   * so that what a test starts or loads there is what the image has. Packages are those of the build. True is refused without `bundling`.
   *
   * @default false
   */
  readonly bundled?: boolean;

  /**
   * The reports the gate writes, kept whether it passes or fails.
   *
   * @default - only the log and a JUnit file in which the gate's own commands are the test cases
   */
  readonly reports?: TestReport[];

  /**
   * Environment variables while the gate runs. `CI=true` is there unless given otherwise.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * Databases and other services that run beside the commands. Each gate has its own, and finds them by the variables that their
   * clients read, such as `DATABASE_URL`.
   *
   * @default - none
   */
  readonly services?: Service[];

  /**
   * True if the gate has a network. Without one it has the loopback address alone, on which its services listen: nothing that
   * dependencies bring can call out, and no test depends on what is elsewhere.
   *
   * @default false
   */
  readonly network?: boolean;

  /**
   * The user that the commands run as. A test that expects `EACCES` needs one that is not root.
   *
   * @default GateUser.ROOT
   */
  readonly user?: GateUser;

  /**
   * True if the exit code alone decides. By default a gate has failed also where a command ends with 0 and the closing lines of a test
   * runner in its log tell of test cases that failed, as behind `for`, `find` or `;` of a shell. Set it for tests that start test
   * runners, and print what these say.
   *
   * @default false
   */
  readonly exitCodeAlone?: boolean;

  /**
   * Time after which the gate has failed, for all of its commands together: whole seconds, from one on.
   *
   * @default Duration.minutes(15)
   */
  readonly timeout?: Duration;
}

const TEST_REPORT = instanceOf('TestReport', () => TestReport, {
  example: 'TestReport.junit("reports/junit.xml")',
  instead: value => typeof value === 'string' ? `TestReport.${/cobertura/.test(value) ? 'cobertura' : 'junit'}(${JSON.stringify(value)})` : undefined,
});

export const SERVICE = instanceOf('Service', () => Service, {
  example: 'Service.postgres()',
  instead: value => typeof value !== 'string' || !Object.hasOwn(FACTORIES, value.replace(/:.*/, '')) ? undefined
    : `Service.${FACTORIES[value.replace(/:.*/, '')]}(${value.includes(':') ? `{ version: ${JSON.stringify(value.replace(/^.*:/, ''))} }` : ''})`,
});

/** The services that the library knows, by the names that they have elsewhere. */
const FACTORIES: { readonly [name: string]: string } = {
  postgres: 'postgres', postgresql: 'postgres', redis: 'redis', valkey: 'valkey', mysql: 'mysql', mariadb: 'mariadb', mongo: 'mongodb', mongodb: 'mongodb', dynamodb: 'dynamodbLocal',
};

export const GATE_OPTIONS = shape<GateOptions>('GateOptions', {
  name: TEXT,
  afterBuild: BOOLEAN,
  bundled: BOOLEAN,
  reports: listOf(TEST_REPORT),
  environment: mapOf(TEXT),
  services: listOf(SERVICE),
  network: BOOLEAN,
  user: oneOf('GateUser', GateUser),
  exitCodeAlone: BOOLEAN,
  timeout: DURATION_IN_SECONDS,
});

/** @internal */
export interface GateStep {
  readonly script?: string;
  readonly command?: readonly string[];
}

/**
 * Something that has to pass before there is an image. Gates run side by side, each in a stage of its own, and the
 * release is made only if every one of them passed.
 */
export class Gate {
  /**
   * A script of `package.json`, run by the project's package manager.
   *
   * @throws if the name is empty, or an option is not what it may be. A script that `package.json` does not have is told when the
   * Dockerfile is made.
   */
  public static script(script: string, options: GateOptions = {}): Gate {
    requireArgument('Gate.script()', 'script', script, TEXT, ImageError);
    return new Gate([{ script }], options);
  }

  /**
   * Scripts of `package.json` in sequence, as in `lint && setup && test`; the first that fails ends the gate.
   *
   * @throws as `script()` does, and if there is none
   */
  public static scripts(scripts: string[], options: GateOptions = {}): Gate {
    requireArgument('Gate.scripts()', 'scripts', scripts, listOf(TEXT), ImageError);
    return new Gate(scripts.map(script => ({ script })), options);
  }

  /**
   * A command as a list of words. What the dependencies bring in `node_modules/.bin` is found by name.
   *
   * @throws if there is no word, or an option is not what it may be
   */
  public static command(command: string[], options: GateOptions = {}): Gate {
    requireArgument('Gate.command()', 'command', command, WORDS, ImageError);
    return new Gate([{ command }], options);
  }

  /**
   * Commands in sequence; the first that fails ends the gate.
   *
   * @throws if there is no command, one without a word, or an option is not what it may be
   */
  public static commands(commands: string[][], options: GateOptions = {}): Gate {
    requireArgument('Gate.commands()', 'commands', commands, listOf(WORDS), ImageError);
    return new Gate(commands.map(command => ({ command })), options);
  }

  /** @internal a command and the seconds that it may take */
  public static _within(seconds: number, command: string[], options: GateOptions): Gate {
    return new Gate([{ command }], options, seconds);
  }

  /** The name. */
  public readonly name: string;
  /** True if the gate needs what the build wrote; undefined leaves it to the project. */
  public readonly afterBuild?: boolean;
  /** True if it runs on the bundles. */
  public readonly bundled: boolean;
  /** The reports it writes. */
  public readonly reports: TestReport[];
  /** Environment variables while it runs. */
  public readonly environment: { [name: string]: string };
  /** The services that run beside it. */
  public readonly services: Service[];
  /** True if it has a network. */
  public readonly network: boolean;
  /** The user that its commands run as. */
  public readonly user: GateUser;
  /** True if its exit code alone decides. */
  public readonly exitCodeAlone: boolean;
  /** @internal seconds after which it has failed */
  public readonly _timeoutSeconds: number;
  /** @internal */
  public readonly _steps: readonly GateStep[];

  private constructor(steps: readonly GateStep[], options: GateOptions, otherwise = 900) {
    requireProps('Gate', options, GATE_OPTIONS, ImageError);
    if (steps.length === 0 || steps.some(step => step.script === '' || step.command?.length === 0)) {
      throw new ImageError(`a gate needs at least one script or command, received ${JSON.stringify(steps)}`);
    }
    const last = steps[steps.length - 1];
    this.name = options.name ?? nameFrom(last.script ?? last.command![0]);
    if (!GATE_NAME.test(this.name) || this.name.length > 60) {
      throw new ImageError(`the name of a gate must be lowercase letters, digits and "-", received ${JSON.stringify(this.name)}; set its option "name"`);
    }
    this.afterBuild = options.afterBuild;
    this.bundled = options.bundled ?? false;
    this.reports = [...options.reports ?? []];
    this.environment = { ...options.environment };
    this.services = [...options.services ?? []];
    this.network = options.network ?? false;
    this.user = options.user ?? GateUser.ROOT;
    this.exitCodeAlone = options.exitCodeAlone ?? false;
    this._timeoutSeconds = secondsOf(options.timeout, { of: `timeout of gate "${this.name}"`, otherwise, most: MOST_SECONDS }, ImageError);
    this._steps = steps;
  }
}

/** `test:unit` and `./scripts/check.sh` as names of stages. */
function nameFrom(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '') || 'gate';
}
