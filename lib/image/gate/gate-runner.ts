import { GATE_REPORTS } from './gate-reports';

/**
 * The program that runs inside the gate stages of an image and judges them. It is all that those
 * stages have of ours, so it has no dependency and runs on Node.js >= 16 and on Bun.
 *
 *     node gate.mjs run NAME [--timeout=SECONDS] [--report=FORMAT:PATH]... -- COMMAND [&& COMMAND]...
 *     node gate.mjs verify NAME...
 *
 * `gateArguments` writes the part after `--`. As in a shell, a command that does not exist ends
 * with 127, one that cannot be run with 126, one that a signal killed with 128 and the signal's
 * number; and as in timeout(1), a gate that runs out of time with 124.
 */
export const GATE_RUNNER = String.raw`// Runs a gate of an image build and records how it ended, or verifies that all gates passed.
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, posix, relative, resolve } from 'node:path';

const GATES = resolve(process.env.GATES_DIRECTORY || '/gates');
const PASSED = process.env.PASSED_DIRECTORY || '/passed';
const SECOND = 1000, GRACE = 5 * SECOND, TAIL = 1 << 16, PIPE_MAX = 1 << 20;
const USAGE = 64, TIMED_OUT = 124, NOT_EXECUTABLE = 126, NOT_FOUND = 127, KILLED = 128;

const sleep = milliseconds => new Promise(done => setTimeout(done, milliseconds));
const show = argv => argv.map(word => /^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word)).join(' ').slice(0, 300);
const lastLines = (text, count) => text.replace(/\n$/, '').split('\n').slice(-count);

function usage(problem) {
  console.error('gate: ' + problem + '\nusage: gate.mjs run NAME [--timeout=SECONDS] [--report=FORMAT:PATH]... -- COMMAND [&& COMMAND]...'
    + '\n       gate.mjs verify NAME...');
  process.exit(USAGE);
}

function gateName(name = '') {
  return /^\w[\w.-]*$/.test(name) ? name : usage('not the name of a gate: ' + JSON.stringify(name));
}

function parse(argv) {
  const end = argv.indexOf('--');
  if (end < 1) usage('no command');
  const gate = { name: gateName(argv[0]), timeout: 0, reports: [], steps: [[]] };
  for (const option of argv.slice(1, end)) {
    const timeout = /^--timeout=([1-9]\d{0,5})$/.exec(option);
    const report = /^--report=(\w[\w-]*):([^]+)$/.exec(option);
    if (timeout) gate.timeout = Number(timeout[1]);
    else if (report) gate.reports.push({ format: report[1], path: report[2] });
    else usage('not an option: ' + option);
  }
  for (const word of argv.slice(end + 1)) {
    if (word === '&&') gate.steps.push([]);
    else gate.steps[gate.steps.length - 1].push(/^&{3,}$/.test(word) ? word.slice(1) : word);
  }
  if (gate.steps.some(step => !step[0])) usage('a step without a command');
  return gate;
}

// What the gate says: on standard output at once, and in a log that has no path before the end.
class Output {
  size = 0;
  chunk = Buffer.alloc(TAIL);

  constructor(name) {
    this.name = name;
    fs.mkdirSync(GATES, { recursive: true });
    const directory = fs.mkdtempSync(join(GATES, '.' + name + '-')), pipe = join(directory, 'pipe');
    this.log = fs.openSync(join(directory, 'log'), 'wx+');
    // One pipe keeps both streams of a command in order, and a command can open /dev/stderr, which
    // it cannot with the sockets that Node.js makes. Without mkfifo a file has to do.
    this.read = spawnSync('mkfifo', [pipe]).status === 0 ? null : 0;
    this.from = fs.openSync(pipe, this.read === null ? fs.constants.O_RDONLY | fs.constants.O_NONBLOCK : 'wx+');
    this.to = fs.openSync(pipe, fs.constants.O_WRONLY | fs.constants.O_APPEND);
    fs.rmSync(directory, { recursive: true });
    const pump = () => { this.timer = setTimeout(pump, this.drain() ? 0 : 20); };
    pump();
  }

  // Takes what is there and never waits for the end: a process left behind may keep the pipe open, or full.
  drain() {
    const most = this.read === null ? PIPE_MAX : fs.fstatSync(this.from).size - this.read;
    const start = this.size;
    while (this.size - start < most) {
      let size = 0;
      try { size = fs.readSync(this.from, this.chunk, 0, TAIL, this.read); } catch (error) { if (error.code !== 'EAGAIN') throw error; }
      if (size === 0) break;
      if (this.read !== null) this.read += size;
      this.write(Buffer.from(this.chunk.subarray(0, size)));
    }
    return this.size > start;
  }

  write(bytes) {
    process.stdout.write(bytes);
    fs.writeSync(this.log, bytes, 0, bytes.length, this.size);
    this.size += bytes.length;
  }

  say(line) {
    this.drain();
    this.write(Buffer.from('[gate ' + this.name + '] ' + line + '\n'));
  }

  since(start) {
    const bytes = Buffer.alloc(Math.min(this.size - start, TAIL));
    fs.readSync(this.log, bytes, 0, bytes.length, this.size - bytes.length);
    return bytes.toString();
  }

  save(path) {
    clearTimeout(this.timer);
    const copy = fs.openSync(path, 'wx');
    for (let at = 0, size; (size = fs.readSync(this.log, this.chunk, 0, TAIL, at)) > 0; at += size) fs.writeSync(copy, this.chunk, 0, size);
    fs.closeSync(copy);
  }
}

// Every step leads a process group of its own. A group 1 would mean every process there is.
function signalGroup(pid, signal) {
  try { return pid > 1 && process.kill(-pid, signal); } catch { return false; }
}

// In a monorepo commands lie with the package, or with the root above it.
function binDirectories() {
  const found = [];
  for (let directory = process.cwd(); ; directory = dirname(directory)) {
    const bin = join(directory, 'node_modules', '.bin');
    if (found.length === 0 || fs.existsSync(bin)) found.push(bin);
    if (dirname(directory) === directory) return found;
  }
}

async function runStep(argv, output, { timeout, deadline }, groups) {
  // What dependencies bring is found by name, as in a script of package.json.
  const path = binDirectories().join(delimiter) + delimiter + (process.env.PATH || '/usr/local/bin:/usr/bin:/bin');
  const env = { CI: 'true', ...process.env, PATH: path };
  let stopped, timer;
  const { code, signal, error } = await new Promise(done => {
    try {
      const child = spawn(argv[0], argv.slice(1), { detached: true, env, stdio: ['ignore', output.to, output.to] });
      child.on('error', error => done({ error }));
      child.on('exit', (code, signal) => done({ code, signal }));
      if (child.pid) groups.push(child.pid);
      const stop = async () => {
        output.say('out of time: stopping ' + show(argv));
        signalGroup(child.pid, 'SIGTERM');
        for (let waited = 0; waited < GRACE && signalGroup(child.pid, 0); waited += 50) await sleep(50);
        signalGroup(child.pid, 'SIGKILL');
      };
      if (deadline) timer = setTimeout(() => { stopped = stop(); }, Math.max(deadline - performance.now(), 0));
    } catch (error) { done({ error }); }
  });
  clearTimeout(timer);
  await stopped;
  if (stopped) return { code: TIMED_OUT, reason: 'timed out after ' + timeout + ' s' };
  if (error && error.code === 'ENOENT') return { code: NOT_FOUND, reason: argv[0] + ': command not found, or the interpreter it names is missing' };
  if (error) return { code: NOT_EXECUTABLE, reason: argv[0] + ': cannot be run (' + error.message + ')' };
  if (signal) return { code: KILLED + constants.signals[signal], reason: 'killed by ' + signal };
  return { code, reason: 'failed' };
}

async function run(argv) {
  const gate = parse(argv), directory = join(GATES, gate.name), output = new Output(gate.name);
  gate.deadline = gate.timeout && performance.now() + gate.timeout * SECOND;
  // Clocks of file systems are coarse: a second of grace.
  const results = [], groups = [], began = Date.now() - SECOND;
  let failure;
  for (const step of gate.steps) {
    const result = { name: show(step), seconds: 0, skipped: failure !== undefined };
    results.push(result);
    if (failure) continue;
    output.say(result.name);
    const start = output.size, started = performance.now();
    Object.assign(result, await runStep(step, output, gate, groups));
    output.drain();
    result.seconds = (performance.now() - started) / SECOND;
    result.log = lastLines(output.since(start), 100).join('\n');
    if (result.code !== 0) failure = result;
  }
  for (const pid of groups) signalGroup(pid, 'SIGKILL');
  // As PID 1 we have all that is left in the container for ourselves, daemons too.
  if (process.pid === 1) try { process.kill(-1, 'SIGKILL'); } catch { /* nothing is left */ }

  // Whatever lies there now, the commands put there: a link, an exit code of their own.
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(GATES, { recursive: true });
  fs.mkdirSync(directory);
  const copies = copyReports(gate.reports, join(directory, 'reports'), output, began);
  if (failure) {
    output.say('step ' + (results.indexOf(failure) + 1) + ' of ' + results.length + ', ' + failure.name + ': '
      + failure.reason + ', exit code ' + failure.code);
    for (const line of failedTestCases(copies)) output.say('  ' + line);
  } else output.say('passed');
  output.save(join(directory, 'log'));
  fs.writeFileSync(join(directory, 'junit.xml'), junit(gate.name, results), { flag: 'wx' });
  const code = failure ? failure.code : 0;
  // Last of all: what breaks before leaves no exit code behind, and so a gate that did not pass.
  fs.writeFileSync(join(directory, 'exit-code'), code + '\n', { flag: 'wx' });
  return process.env.GATE_ON_FAILURE === 'record' ? 0 : code;
}

// The end of a regular file; nothing for whatever else may lie there.
function readEnd(path) {
  const { size = 0 } = [fs.lstatSync(path, { throwIfNoEntry: false })].find(stat => stat && stat.isFile()) || {};
  const bytes = Buffer.alloc(Math.min(size, TAIL));
  if (size) fs.readSync(fs.openSync(path), bytes, 0, bytes.length, size - bytes.length);
  return bytes.toString();
}

function verify(names) {
  if (names.length === 0) usage('no gate to verify');
  const failed = names.map(gateName).filter(name => {
    const code = readEnd(join(GATES, name, 'exit-code')).replace(/\n$/, '');
    if (code === '0') return false;
    console.error('[gate ' + name + '] ' + (/^\d+$/.test(code) ? 'failed with exit code ' + code : 'has no valid exit code: it did not run to its end'));
    for (const line of lastLines(readEnd(join(GATES, name, 'log')), 20)) if (line) console.error('  ' + line);
    return true;
  });
  if (failed.length > 0) {
    console.error('gates that did not pass: ' + failed.join(', '));
    return 1;
  }
  fs.mkdirSync(PASSED);
  return 0;
}
${GATE_REPORTS}
const [mode, ...argv] = process.argv.slice(2);
if (mode === 'run') process.exitCode = await run(argv);
else if (mode === 'verify') process.exitCode = verify(argv);
else usage('run or verify?');
`;
