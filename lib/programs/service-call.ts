import { OUTPUT } from './output-directory';

/** A service as the build context describes it to the program of a gate. */
export interface ServiceCall {
  readonly name: string;
  /** Where the image of the service is mounted. */
  readonly root: string;
  /** A user of that image, by name or number, or `user:group`. */
  readonly user: string;
  readonly directory: string;
  readonly command: readonly string[];
  readonly port: number;
  readonly ready: Readiness;
  /** Variables that the service itself sees beside the environment of its image. */
  readonly environment: Readonly<Record<string, string>>;
  /** By which the tests find it. */
  readonly variables: Readonly<Record<string, string>>;
  /** Seconds that it may take until it is ready. */
  readonly seconds: number;
}

/** Probe that shows that a service is ready. */
export interface Readiness {
  readonly kind: 'tcp' | 'http' | 'output' | 'postgres' | 'redis' | 'mysql' | 'mongodb';
  /** A path to ask for over HTTP, or what it prints. */
  readonly text?: string;
  readonly user?: string;
  readonly database?: string;
}

/** The file in the image of a service that has the environment of that image, a NUL behind each variable. */
export const ENVIRONMENT_FILE = '/service.environment';

/** The program that starts a service by its user in its own root directory. */
export const ENTER = `${OUTPUT}/enter`;
