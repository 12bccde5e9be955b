import { Command } from './command';
import { COMMANDS } from './commands/index';
import { IMAGE_OPTIONS, typeOf } from './options/image-options';
import { COMMON } from './options/parse';
import { Look, Terminal } from './terminal/terminal';
import { columns } from './terminal/wrap';

/** A help on all props of images. */
export const PROPS_TOPIC = 'props';

/** Overview of all commands, on one screen. */
export function overview(terminal: Terminal): string[] {
  return [
    'Lean, gated container images for Node.js projects.',
    '',
    `${terminal.style(Look.TITLE, 'Usage')}  cdk-nodejs-image COMMAND [DIRECTORY] [OPTIONS]`,
    '',
    ...columns(COMMANDS.map(({ name, summary }) => [`  ${name}`, summary])),
    '',
    ...columns([...Object.entries(COMMON).map(([name, text]) => [`  --${name}`, text]), ['  --version', 'says which version this is']]),
    '',
    'cdk-nodejs-image COMMAND --help   the options of a command',
    `cdk-nodejs-image help ${PROPS_TOPIC}       the props of images, which are options, too`,
    '',
    `${terminal.style(Look.TITLE, 'Example')}  cdk-nodejs-image inspect services/api`,
    'Exit codes: 0 done, 1 a gate failed, 2 wrong usage or project, 3 no engine,', '            4 something was not rehearsed',
  ];
}

/** How a command is used. */
export function helpOf(command: Command, terminal: Terminal): string[] {
  const { name, summary, description, words, options, image, example } = command;
  const rows = [
    ...options.map(option => [`  --${option.name}${option.value === undefined ? '' : ` ${option.value}`}`, option.text]),
    ...image ? [['  --options FILE', 'props in a file: JSON, or an object as in TypeScript']] : [],
    ...Object.entries(COMMON).map(([option, text]) => [`  --${option}`, text]),
  ];
  return [
    ...terminal.wrapped(`${name}: ${description ?? summary}`),
    '',
    `${terminal.style(Look.TITLE, 'Usage')}  cdk-nodejs-image ${[name, ...words.map(word => `[${word}]`), '[OPTIONS]'].join(' ')}`,
    '',
    ...columns(rows),
    ...image ? ['', 'Every prop of an image is an option, a list by giving it again:', '  --node-version 22 --port 8080 --gates lint --gates test --health-check /health',
      `  cdk-nodejs-image help ${PROPS_TOPIC} lists them`] : [],
    '',
    `${terminal.style(Look.TITLE, 'Example')}  ${example}`,
  ];
}

/** The props of images as options. */
export function helpOfProps(): string[] {
  return [
    'Props of images as options: a list by giving the option again, values by names',
    'as NAME=VALUE. What a class makes is written short, or as in TypeScript:',
    '  --base-image distroless     --base-image \'BaseImage.distroless()\'',
    '  --gates lint --gates test   --gates \'Gate.script("lint")\' --gates test',
    '',
    ...columns([...IMAGE_OPTIONS].map(([option, prop]) => [`  --${option}`, typeOf(prop)])),
  ];
}
