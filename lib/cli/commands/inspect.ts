import { Command } from '../command';
import { ExitCode } from '../exit-code';
import { inspectionOf } from '../inspect/inspection';
import { showInspection } from '../inspect/show-inspection';
import { readImage } from '../read-image';

export const INSPECT: Command = {
  name: 'inspect',
  summary: 'says what is read from a project, and which prop overrides it',
  description: 'says what is read from a project, from where, what becomes of it, and which prop overrides it.',
  words: ['DIRECTORY'],
  options: [{ name: 'json', text: 'the same for programs' }],
  image: true,
  example: 'cdk-nodejs-image inspect services/api',
  run({ terminal, image, has }) {
    const inspection = inspectionOf(readImage(image()));
    terminal.out(has('json') ? JSON.stringify(inspection, undefined, 2) : showInspection(inspection, terminal).join('\n'));
    return ExitCode.OK;
  },
};
