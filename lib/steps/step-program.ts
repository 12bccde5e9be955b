import { existsSync } from 'fs';
import { join } from 'path';

/** The directory of what steps write, below the source of the build. */
export const WORK_DIRECTORY = '.nodejs-image';

/** The program of the steps, in that directory. */
export const PROGRAM_FILE = 'step.mjs';

/** The file of a plan with what the builds of pull requests are given, by the names of images. */
export const PULL_REQUESTS_FILE = 'pull-requests.json';

/** The part of the table of records that says what of a monorepo is released; no repository is called so. */
export const RELEASED = ' released';

/** The namespace of the metrics of images, where METRICS_NAMESPACE says no other. */
export const METRICS_NAMESPACE = 'NodejsImage';

/** Names of the steps of the program: `node step.mjs NAME`. */
export const STEP_NAMES = [
  'attest',
  'base-images',
  'build',
  'deploy',
  'image',
  'plan-images',
  'promote',
  'publish',
  'pull-request-images',
  'release',
  'release-images',
  'scan',
] as const;

export type StepName = typeof STEP_NAMES[number];

/** Kinds of targets of the step `deploy`, by its variable TARGET. */
export type DeployTarget = 'ecs' | 'ecs-code-deploy' | 'lambda' | 'app-runner';

/**
 * The file of the program that runs the steps of CodeBuild: one ECMAScript module that needs nothing but Node.js.
 *
 * @throws if the library was not built whole
 */
export function stepProgram(): string {
  const file = join(__dirname, 'bundle', PROGRAM_FILE);
  if (!existsSync(file)) {
    throw new Error(`the steps of cdk-nodejs-image are not bundled, there is no ${file}; in a clone of the library run "npx projen bundle", otherwise install the package again`);
  }
  return file;
}
