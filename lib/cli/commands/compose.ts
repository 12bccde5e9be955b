import * as fs from 'fs';
import * as path from 'path';
import { Command } from '../command';
import { composeFile } from '../compose-file';
import { CommandError, ExitCode } from '../exit-code';
import { imageName } from '../image-name';
import { readImage } from '../read-image';

/** The names that docker compose looks for. */
const NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

export const COMPOSE: Command = {
  name: 'compose',
  summary: 'prints a compose.yaml for development: sources are mounted',
  description: 'prints a compose.yaml for development: dependencies as in the image, sources mounted, and started again when they change.',
  words: ['DIRECTORY'],
  options: [
    { name: 'script', value: 'NAME', text: 'the script that runs (dev, develop, or start, watched)' },
    { name: 'write', text: 'writes it into the project; in a monorepo at its root' },
  ],
  image: true,
  example: 'cdk-nodejs-image compose --script dev > compose.yaml',
  run({ terminal, image, has, value }) {
    const options = image();
    const { dockerfile } = readImage(options);
    const { text, programs } = composeFile(dockerfile, value('script'), imageName(options.directory));
    if (!has('write')) {
      terminal.out(text.trimEnd());
      if (programs.length) terminal.say(`\nIt needs ${programs.map(program => program.path).join(', ')}: cdk-nodejs-image dockerfile --write, or this with --write, writes that.`);
      return ExitCode.OK;
    }
    const directory = dockerfile.project.installDirectory;
    const there = NAMES.map(name => path.join(directory, name)).find(file => fs.existsSync(file));
    if (there !== undefined) throw new CommandError(`${there} is there already: without --write this command prints what could be added to it`);
    const file = path.join(directory, 'compose.yaml');
    fs.writeFileSync(file, text);
    for (const program of programs) {
      fs.mkdirSync(path.dirname(path.join(directory, program.path)), { recursive: true });
      fs.writeFileSync(path.join(directory, program.path), Buffer.from(program.contentBase64, 'base64'));
    }
    terminal.out([file, ...programs.map(program => path.join(directory, program.path))].join('\n'));
    terminal.say(`\nNext, in ${directory}:\n  docker compose up --build --renew-anon-volumes`);
    return ExitCode.OK;
  },
};
