import { runOffline } from './offline';
import { usage } from './parse';
import { run } from './run';

// Runs in the gate stages of an image and judges what they run. It is all that those stages have of ours,
// so it runs on Node.js from 14.18 on, and on Bun.
//
//     node gate.mjs run NAME [--timeout=SECONDS] [--report=FORMAT:PATH]... -- COMMAND [&& COMMAND]...
//     node gate.mjs offline -- COMMAND [&& COMMAND]...
//
// `offline` runs what builds, where that has no network, and says so where it fails by that. `gateArguments` writes the part after `--`. As in a shell, a command that does not exist ends with 127, one that
// cannot be run with 126, one that a signal killed with 128 and the signal's number; and as in timeout(1), a gate
// that runs out of time with 124.

async function main([mode, ...words]: readonly string[]): Promise<number> {
  if (mode === 'run') return run(words);
  return mode === 'offline' ? runOffline(words) : usage('run or offline?');
}

void main(process.argv.slice(2)).then(code => { process.exitCode = code; }, error => {
  // What breaks is no success, and Node.js 14 would end well after a promise that nobody catches.
  console.error(error);
  process.exit(1);
});
