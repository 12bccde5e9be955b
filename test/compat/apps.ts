import * as fs from 'fs';
import * as path from 'path';
import { Gate, NodejsDockerfileOptions, Service } from '../../lib';

/** What else is asked of an application that runs. */
export interface Probe {
  /** Where, or what in the first answer says where: its first group. */
  readonly path?: string;
  readonly found?: string;
  /** A regular expression of what answers. */
  readonly body?: string;
  /** A regular expression of the type that it has. */
  readonly type?: string;
}

/** What the image of an application, or of one package of a monorepo, gives when it runs. */
export interface Expectation {
  /** What it shows, for `docs/compatibility.md`. */
  readonly feature: string;
  /** The package of the monorepo, relative to the application; absent where the application is one package. */
  readonly directory?: string;
  /** Where it listens; absent for a program that listens nowhere. */
  readonly port?: number;
  readonly path: string;
  readonly status: number;
  /** A regular expression. */
  readonly body: string;
  /** What else answers: endpoints, static files, images that are made smaller. */
  readonly probes?: readonly Probe[];
  /** A regular expression of what a program prints that listens nowhere. */
  readonly log?: string;
  /** Packages that the image has to have. */
  readonly production: readonly string[];
  /** Packages that it must not have. */
  readonly development: readonly string[];
  /** How the process ends on SIGTERM: 143 where the application does not handle it. */
  readonly exitCode: number;
  /** The ids of the warnings that the project gives, sorted. */
  readonly warnings: readonly string[];
  /** Whether native modules are compiled while it is built. */
  readonly compiles?: boolean;
  /** Services that its tests need, by the names of their factories. */
  readonly services?: ReadonlyArray<'postgres' | 'redis' | 'valkey' | 'mariadb'>;
  /** Variables that the application does not start without. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** One image of the suite. */
export interface CompatApp extends Expectation {
  /** The name of the application, behind a slash that of its package. */
  readonly name: string;
  /** The directory that the library gets. */
  readonly root: string;
  /** The file with the Dockerfile that is promised. */
  readonly golden: string;
}

const APPS = path.join(__dirname, 'apps');

/** Every image; `COMPAT=pnpm,bun` takes those alone whose names hold one of these. */
export const COMPAT_APPS: readonly CompatApp[] = fs.readdirSync(APPS).sort().flatMap(app => {
  const read: Expectation | Expectation[] = JSON.parse(fs.readFileSync(path.join(APPS, app, 'expect.json'), 'utf8'));
  return [read].flat().map(expectation => {
    const { directory } = expectation;
    return {
      ...expectation,
      name: directory === undefined ? app : `${app}/${directory}`,
      root: path.join(APPS, app, directory ?? ''),
      golden: path.join(__dirname, 'golden', `${app}${directory === undefined ? '' : `--${path.basename(directory)}`}.Dockerfile`),
    };
  });
}).filter(({ name }) => (process.env.COMPAT ?? '').split(',').some(part => name.includes(part)));

/** The props without which the tests of an application cannot pass; none for most. */
export function optionsOf({ services }: Pick<Expectation, 'services'>): NodejsDockerfileOptions {
  return services === undefined ? {} : { gates: [Gate.script('test', { services: services.map(name => Service[name]()) })] };
}
