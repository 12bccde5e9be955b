import * as path from 'path';
import { Dockerfile } from '../../dockerfile/index';
import { shellCommand } from '../../dockerfile/quote';
import { buildOptions } from '../build/build-options';
import { Command } from '../command';
import { stageDiagram } from '../diagram/stage-diagram';
import { explained } from '../dockerfile/explain';
import { writeInPlace } from '../dockerfile/write-in-place';
import { CommandError, ExitCode } from '../exit-code';
import { imageName } from '../image-name';
import { readImage } from '../read-image';

/** Modes; each alone. */
const MODES = ['write', 'explain', 'mermaid', 'svg', 'dockerignore'];

export const DOCKERFILE: Command = {
  name: 'dockerfile',
  summary: 'prints its Dockerfile, or writes files for plain docker build',
  description: 'prints the Dockerfile that the constructs build, or writes files that docker build takes without the CDK.',
  words: ['DIRECTORY'],
  options: [
    { name: 'explain', text: 'with the reason of each step above it' },
    { name: 'dockerignore', text: 'the .dockerignore instead' },
    { name: 'mermaid', text: 'the stages as a diagram, as GitHub shows it in Markdown' },
    { name: 'svg', text: 'the stages as a picture' },
    { name: 'write', text: 'writes files into the project that docker build takes' },
    { name: 'file', value: 'NAME', text: 'with --write: another name than Dockerfile' },
  ],
  image: true,
  example: 'cdk-nodejs-image dockerfile --explain',
  run({ terminal, image, has, value }) {
    const [mode, second] = MODES.filter(has);
    if (second !== undefined) throw new CommandError(`--${mode} and --${second} exclude each other`);
    if (has('file') && mode !== 'write') throw new CommandError('--file says where --write writes: give both');
    const options = image();
    const read = readImage(options);
    const { dockerfile } = read;
    const texts: { readonly [mode: string]: () => string } = {
      explain: () => new Dockerfile({ stages: explained(dockerfile.stages, dockerfile) }).render(),
      dockerignore: () => dockerfile.dockerIgnore.render(),
      mermaid: () => dockerfile.toMermaid(),
      svg: () => stageDiagram(dockerfile.stages, `Stages of the image ${imageName(options.directory)}`),
    };
    if (mode !== 'write') {
      terminal.out((texts[mode]?.() ?? dockerfile.render()).trimEnd());
      return ExitCode.OK;
    }
    const name = value('file') ?? 'Dockerfile';
    if (path.basename(name) !== name || name === '') throw new CommandError(`--file takes the name of a file in the project, received ${JSON.stringify(name)}`);
    const written = writeInPlace(read, name);
    const here = path.relative(process.cwd(), written.context) || '.';
    terminal.out(written.files.map(file => path.join(here, file)).join('\n'));
    const file = written.dockerfile === 'Dockerfile' ? [] : ['--file', path.join(here, written.dockerfile)];
    const command = ['docker', 'build', ...file, ...buildOptions(options), '--tag', imageName(options.directory), here];
    terminal.say(`\nCommit them. The image, with its gates:\n  ${shellCommand(command)}`);
    for (const { id, message } of read.warnings) terminal.say(['', id, ...terminal.wrapped(message, 2)].join('\n'));
    return ExitCode.OK;
  },
};
