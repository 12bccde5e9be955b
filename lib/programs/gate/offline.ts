import { spawn } from 'child_process';
import { constants } from 'os';
import { buildHint } from './network-hint';
import { stepsOf, usage } from './parse';
import { show } from './step';

/** Characters of the end of what a command prints in which the reason of its failure is looked for. */
const MOST = 65_536;

const NOT_FOUND = 127;
const KILLED = 128;

/** Runs commands one after the other, as a shell does, and says where the first that fails did so for want of a network. */
export async function runOffline(words: readonly string[]): Promise<number> {
  if (words[0] !== '--') usage('no command');
  for (const step of stepsOf(words.slice(1))) {
    const { code, end } = await runStep(step);
    if (code === 0) continue;
    console.error(`[build] ${show(step)} failed, exit code ${code}`);
    const hint = buildHint(end);
    if (hint !== undefined) console.error(`[build]   ${hint}`);
    return code;
  }
  return 0;
}

/** Runs a command, whose output is passed on as it comes; gives its exit code and the end of that. */
function runStep([program, ...words]: readonly string[]): Promise<{ readonly code: number; readonly end: string }> {
  return new Promise(resolve => {
    let end = '';
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    const pass = (from: NodeJS.ReadableStream, to: NodeJS.WritableStream) => from.on('data', (data: Buffer) => {
      to.write(data);
      end = (end + data.toString()).slice(-MOST);
    });
    pass(child.stdout, process.stdout);
    pass(child.stderr, process.stderr);
    child.on('error', error => resolve({ code: NOT_FOUND, end: `${end}${error.message}\n` }));
    child.on('close', (code, signal) => resolve({ code: code ?? KILLED + (signal ? constants.signals[signal] : 0), end }));
  });
}
