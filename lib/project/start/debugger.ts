import { Findings } from '../model/findings';
import { StartCommand } from '../model/start-command';

/** Options that open the debugger of Node.js, and what each does in a container. The first that fits counts. */
const OPTIONS: readonly { readonly option: RegExp; readonly effect: string }[] = [
  { option: /^--inspect-(?:brk|wait)(?:=|$)/, effect: 'so that the application does not run until a debugger is attached' },
  { option: /^--inspect=(?:0\.0\.0\.0|\[?::\]?)(?::|$)/, effect: 'so that whoever reaches the container can run code in it' },
  { option: /^--inspect(?:=|$)/, effect: 'so that whoever gets at its port can run code in the application' },
];

/**
 * Warns of a start that opens the debugger: what one is used to at a desk is a way in, or an application that waits for ever,
 * where the image runs.
 *
 * @see https://nodejs.org/en/learn/getting-started/debugging#security-implications
 */
export function warnOfDebugger(command: StartCommand | undefined, findings: Findings) {
  if (!command) return;
  const words = [...command.argv, command.environment?.NODE_OPTIONS ?? ''].flatMap(text => text.split(/[\s'"]+/));
  for (const word of words) {
    const found = OPTIONS.find(({ option }) => option.test(word));
    if (!found) continue;
    findings.warn('start-inspects', `the start command has ${word}, which opens the debugger of Node.js, ${found.effect}: `
      + 'leave it out of what starts in production, by "command" or a script start:prod, and give it by NODE_OPTIONS where you debug');
    return;
  }
}
