import * as fs from 'fs';
import * as path from 'path';
import { Dockerfile } from '../../dockerfile/index';
import { SUPPORT_DIRECTORY } from '../../image/paths';
import { CommandError } from '../exit-code';
import { ReadImage } from '../read-image';
import { inPlace, SUPPORT } from './in-place';
import { rulesInPlace } from './rules-in-place';

/** Mark of the files that this library wrote. */
const OURS = /made by cdk-nodejs-image/;

/** Files that were written. */
export interface Written {
  /** Relative to the build context. */
  readonly files: readonly string[];
  /** The build context. */
  readonly context: string;
  /** The Dockerfile, relative to it. */
  readonly dockerfile: string;
}

/**
 * Writes into a project what plain `docker build` takes: a Dockerfile, a .dockerignore of its own beside it, and the
 * programs that its steps run. Of what somebody else wrote nothing is overwritten.
 */
export function writeInPlace(image: ReadImage, name: string): Written {
  const { project, stages, contextFiles } = image.dockerfile;
  const context = project.installDirectory;
  const file = path.join(path.relative(context, project.directory), name).split(path.sep).join('/');
  const [, ...comments] = headerOf(image);
  const text = new Dockerfile({
    comments: [
      `the image of ${project.packageName ?? 'a Node.js project'}, made by cdk-nodejs-image dockerfile --write; write it again when scripts, package manager or Node.js change`,
      ...comments,
    ],
    stages: inPlace(stages),
  }).render();
  const files: [string, string | Buffer][] = [
    [file, text],
    [`${file}.dockerignore`, rulesInPlace(image)],
    ...contextFiles.map(({ path: item, contentBase64 }): [string, Buffer] => [`${SUPPORT}${item.slice(SUPPORT_DIRECTORY.length)}`, Buffer.from(contentBase64, 'base64')]),
  ];
  for (const [item] of files.slice(0, 2)) {
    const there = path.join(context, item);
    if (fs.existsSync(there) && !OURS.test(fs.readFileSync(there, 'utf8').slice(0, 300))) {
      throw new CommandError(`${there} is there already, and this command did not write it: move it away, or write another one by --file NAME`);
    }
  }
  for (const [item, content] of files) {
    fs.mkdirSync(path.dirname(path.join(context, item)), { recursive: true });
    fs.writeFileSync(path.join(context, item), content);
  }
  return { files: files.map(([item]) => item), context, dockerfile: file };
}

/** The comments at the top of the Dockerfile of the constructs. */
function headerOf({ dockerfile }: ReadImage): string[] {
  const lines = dockerfile.render().split('\n');
  return lines.slice(0, lines.findIndex(line => !line.startsWith('#'))).filter(line => line !== '#').map(line => line.replace(/^# ?/, ''));
}
