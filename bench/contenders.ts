import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { temporaryDirectory } from '../test/container/engine';
import { bundle } from './bundle';
import { REFERENCE, TITLES } from './contender-titles';
import type * as Context from './context';
import type { ImageApp } from './image-apps';

const DOCKERFILES = path.join(__dirname, 'dockerfiles');

/** The version of the generator whose Dockerfiles are compared. */
const FLY = '@flydotio/dockerfile@0.7.10';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- its path is known once it was made
export const { writeContext, writeOurs, portOf, OURS } = require(bundle('context')) as typeof Context;

/** A build of one image. */
export interface ContenderBuild {
  readonly context: string;
  readonly args: Record<string, string>;
}

/** A way to build an application. */
export interface Contender {
  readonly name: string;
  /** What it is called in tables. */
  readonly title: string;
  /** True if its times are the result; of the others fewer runs do. */
  readonly timed: boolean;
  /** True if there is a way at all. */
  builds(app: ImageApp): boolean;
  /** The builds of a state of an application: one for each image. */
  contexts(app: ImageApp, directory: string): ContenderBuild[];
}

/** The contenders, in the order of charts. */
export const CONTENDERS: readonly Contender[] = [
  byHand('naive'),
  byHand('article'),
  byHand('guide'),
  { name: 'fly', title: TITLES.fly, timed: false, builds: ({ parts }) => parts === undefined, contexts: generated },
  byHand(REFERENCE),
  ...Object.keys(OURS).map(ours),
];

/** A Dockerfile of this directory; for the reference, or else that of the application itself. */
function byHand(name: string): Contender {
  const file = (app: ImageApp) => [
    path.join(DOCKERFILES, app.name, `${name}.Dockerfile`),
    ...name === REFERENCE ? [path.join(app.directory, 'Dockerfile')] : [],
    ...fs.existsSync(path.join(app.directory, 'package-lock.json')) ? [path.join(DOCKERFILES, 'any', `${name}.Dockerfile`)] : [],
  ].find(each => fs.existsSync(each));
  return {
    name,
    title: TITLES[name],
    timed: name === REFERENCE,
    builds: app => file(app) !== undefined,
    contexts: (app, directory) => {
      const context = copied(directory);
      fs.copyFileSync(file(app)!, path.join(context, 'Dockerfile'));
      const ignore = path.join(context, '.dockerignore');
      if (!fs.existsSync(ignore)) fs.copyFileSync(path.join(DOCKERFILES, 'dockerignore'), ignore);
      return (app.parts ?? ['']).map(part => ({ context, args: part === '' ? {} as Record<string, string> : { SERVICE: path.basename(part) } }));
    },
  };
}

function ours(name: string): Contender {
  return {
    name,
    title: TITLES[name],
    timed: name !== 'distroless',
    builds: () => true,
    contexts: (app, directory) => (app.parts ?? ['']).map(part => ({ context: writeOurs(app.name, name, directory, part, temporaryDirectory()), args: {} })),
  };
}

/** What the generator writes, on the same base as the others; without the line that has the frontend fetched from Docker Hub. */
function generated({ port }: ImageApp, directory: string): ContenderBuild[] {
  const context = copied(directory);
  ['Dockerfile', '.dockerignore'].forEach(name => fs.rmSync(path.join(context, name), { force: true }));
  execFileSync('npm', ['exec', '--yes', '--', FLY, '--force', ...port === undefined ? [] : [`--port=${port}`]], { cwd: context, stdio: ['ignore', 'ignore', 'pipe'] });
  const file = path.join(context, 'Dockerfile');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/^# syntax.*\n/, '').replace(/^FROM (node:)/m, 'FROM public.ecr.aws/docker/library/$1'));
  return [{ context, args: { NODE_VERSION: '24-trixie' } }];
}

/** A directory of its own, as a synthesis makes it. */
function copied(directory: string): string {
  const context = path.join(temporaryDirectory(), 'context');
  fs.cpSync(directory, context, { recursive: true });
  return context;
}
