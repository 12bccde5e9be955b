import * as fs from 'fs';
import * as path from 'path';

/** Figures of an image, as an engine gives them. */
export interface Figures {
  /** Above its base image. */
  readonly bytes: number;
  /** In the directory of the application. */
  readonly files: number;
  readonly user: string;
  /** True if the build of the image ran the tests. */
  readonly tested: boolean;
}

/** Examples that follow an article, with the pattern of the article written for them. */
export const BEFORE: { readonly [example: string]: string } = Object.fromEntries(
  ['lets-chat', 'two-stage-demo', 'yarn', 'telescope', 'telescope-posts'].map(name => [name, path.join(__dirname, '..', '..', 'bench', 'dockerfiles', name, 'article.Dockerfile')]));

/** Figures as they were last measured: `UPDATE_GOLDEN=1 npm run test:container -- before-and-after` does. */
export const AFTER_FILE = path.join(__dirname, 'before-and-after.json');

export function beforeDockerfile(example: string): string {
  return fs.readFileSync(BEFORE[example], 'utf8');
}

/** Table of both. */
export function beforeAndAfter(example: string): string {
  const { before, after }: { before: Figures; after: Figures } = JSON.parse(fs.readFileSync(AFTER_FILE, 'utf8'))[example];
  const row = (title: string, value: (figures: Figures) => string) => `| ${title} | ${value(before)} | ${value(after)} |`;
  return [
    '| | before | after |',
    '| --- | ---: | ---: |',
    row('above the base image', ({ bytes }) => bytes < 1e5 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`),
    row('files in `/app`', ({ files }) => String(files)),
    row('`docker build` runs the tests', ({ tested }) => tested ? 'yes' : 'no'),
    row('runs as', ({ user }) => user),
  ].join('\n');
}
