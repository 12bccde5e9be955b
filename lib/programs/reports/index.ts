import { spawnSync } from 'child_process';
import { readFileSync, realpathSync } from 'fs';
import { dirname, join, relative } from 'path';

// Gets what the gates of an image wrote, whether they passed or not. It lies in the output of a synthesis, beside a list
// of the images, whose build contexts have names that tell nobody which is which.
//
//     node cdk.out/gate-reports.mjs [IMAGE [DIRECTORY]]

/** An image of the list. */
interface Image {
  /** The path of the construct. */
  readonly path: string;
  /** The build context, beside this file. */
  readonly context: string;
  /** Further arguments of `docker build`. */
  readonly args: readonly string[];
}

const here = dirname(realpathSync(process.argv[1]));

function end(problem: string): never {
  console.error(problem);
  process.exit(2);
}

function chosen(images: readonly Image[], asked: string | undefined): Image {
  if (asked === undefined && images.length === 1) return images[0];
  const found = images.filter(({ path }) => path === asked);
  const near = found.length ? found : images.filter(({ path }) => asked !== undefined && `/${path}/`.includes(`/${asked}/`));
  if (near.length === 1) return near[0];
  return end(`${asked === undefined ? 'which image?' : near.length ? `${asked} is the name of several images` : `there is no image ${asked}`}\n\n`
    + (near.length ? near : images).map(({ path }) => `  node ${relative('.', join(here, 'gate-reports.mjs'))} ${path}\n`).join(''));
}

const [asked, directory] = process.argv.slice(2);
const { path, context, args } = chosen(JSON.parse(readFileSync(join(here, 'gate-reports.json'), 'utf8')).images, asked);
const target = directory ?? join('gate-reports', ...path.split('/'));
const words = [
  'build', '--target', 'test-report', '--build-arg', 'GATE_ON_FAILURE=record', ...args,
  '--output', `type=local,dest=${target}`, join(relative('.', here) || '.', context),
];
const docker = process.env.CDK_DOCKER || 'docker';
console.error([docker, ...words].map(word => /^[\w./:@=,+-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`).join(' '));
const { status, error } = spawnSync(docker, words, { stdio: 'inherit' });
if (error) end(`cannot run ${docker}: ${error.message}`);
if (status === 0) console.error(`the logs and reports of the gates of ${path} are in ${target}`);
process.exitCode = status ?? 1;
