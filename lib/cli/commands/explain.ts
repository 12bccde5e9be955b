import { nearest } from '../../props/index';
import { Command } from '../command';
import { CommandError, ExitCode } from '../exit-code';
import { ERRORS } from '../explain/errors';
import { WARNINGS } from '../explain/warnings';
import { Look } from '../terminal/terminal';
import { columns } from '../terminal/wrap';

/** Prefix of the id of a warning in the output of a synthesis. */
const PREFIX = /^\[?(?:ack:\s*)?cdk-nodejs-image:|\]$/g;

export const EXPLAIN: Command = {
  name: 'explain',
  summary: 'says the cause of a warning or an error, and its cure',
  description: 'says the cause of a warning or of a kind of error, and its cure; without an id it lists all.',
  words: ['ID'],
  options: [],
  image: false,
  example: 'cdk-nodejs-image explain no-lockfile',
  run({ terminal, words: [given] }) {
    if (given === undefined) {
      const most = terminal.width;
      terminal.out(columns(Object.entries({ ...ERRORS, ...WARNINGS }).sort(([a], [b]) => a < b ? -1 : 1).map(([id, { cause }]) => [id, cause]))
        .map(line => line.length <= most ? line : `${line.slice(0, most - 4)} ...`).join('\n'));
      return ExitCode.OK;
    }
    const id = given.replace(PREFIX, '');
    if (Object.hasOwn(ERRORS, id)) {
      const { cause, cure, example } = ERRORS[id];
      terminal.out([terminal.style(Look.WARNING, id), ...terminal.wrapped(cause, 2), '', ...terminal.wrapped(cure, 2), '', ...terminal.wrapped(`For example: ${example}`, 2)].join('\n'));
      return ExitCode.OK;
    }
    if (!Object.hasOwn(WARNINGS, id)) {
      const meant = nearest(id, Object.keys({ ...ERRORS, ...WARNINGS }));
      throw new CommandError(`there is no warning ${JSON.stringify(id)}${meant === undefined ? '' : `; did you mean "${meant}"?`} (cdk-nodejs-image explain lists all)`);
    }
    const { cause, cure } = WARNINGS[id];
    terminal.out([
      terminal.style(Look.WARNING, id),
      ...terminal.wrapped(cause, 2),
      '',
      ...terminal.wrapped(cure, 2),
      '',
      ...terminal.wrapped(`To acknowledge it in a stack, so that it is not told again: Annotations.of(image).acknowledgeWarning("cdk-nodejs-image:${id}", "why").`, 2)
        .map(line => terminal.style(Look.DIM, line)),
    ].join('\n'));
    return ExitCode.OK;
  },
};
