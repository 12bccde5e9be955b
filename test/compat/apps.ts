import * as fs from 'fs';
import * as path from 'path';

/** What an application gives when its image runs. */
export interface Expectation {
  readonly port: number;
  readonly path: string;
  readonly status: number;
  /** A regular expression. */
  readonly body: string;
  /** Packages that the image has to have. */
  readonly production: readonly string[];
  /** Packages that it must not have. */
  readonly development: readonly string[];
}

const APPS = path.join(__dirname, 'apps');

/** The applications by their directories' names; `COMPAT=pnpm` takes those alone whose names hold it. */
export const NAMES = fs.readdirSync(APPS).filter(name => name.includes(process.env.COMPAT ?? '')).sort();

/** The directory of an application. */
export function appDirectory(name: string): string {
  return path.join(APPS, name);
}

/** The file with the Dockerfile that is promised for an application. */
export function goldenFile(name: string): string {
  return path.join(__dirname, 'golden', `${name}.Dockerfile`);
}

/** What is expected of an application. */
export function expectationOf(name: string): Expectation {
  return JSON.parse(fs.readFileSync(path.join(APPS, name, 'expect.json'), 'utf8'));
}
