import { execFileSync, spawn, spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join, resolve } from 'path';
import { INIT_BINARIES } from '../../lib/image/init/init-binaries';

const ROOT = resolve(__dirname, '..', '..');
const TARGETARCH = { x64: 'amd64', arm64: 'arm64' }[process.arch as string]!;
const FOREVER = 'console.log("up"); setInterval(() => {}, 1e3)';

const containers: string[] = [];
const images: string[] = [];
afterEach(() => { for (const id of containers.splice(0)) spawnSync('docker', ['rm', '--force', id]); });
afterAll(() => { for (const id of images.splice(0)) spawnSync('docker', ['rmi', '--force', id]); });

const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf-8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
const sleep = (milliseconds: number) => new Promise(done => setTimeout(done, milliseconds));

/** Builds an image from these files, one of which is the Dockerfile, and gives its id. */
function build(files: Record<string, string | Buffer>): string {
  const context = mkdtempSync(join(tmpdir(), 'init-context-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(context, path)), { recursive: true });
    writeFileSync(join(context, path), content);
  }
  const id = docker('build', '--quiet', context);
  images.push(id);
  rmSync(context, { recursive: true });
  return id;
}

/** Runs a container to its end. */
function run(image: string, command: string[], options: string[] = []) {
  const { status, stdout, stderr } = spawnSync('docker', ['run', '--rm', ...options, image, ...command], { encoding: 'utf-8' });
  return { status, stdout, stderr };
}

/** Starts a container and waits for the first "up" in its log. */
async function start(image: string, command: string[], options: string[] = []): Promise<string> {
  const id = docker('run', '--detach', ...options, image, ...command);
  containers.push(id);
  for (let tries = 0; !docker('logs', id).includes('up'); tries++) {
    if (tries === 100) throw new Error(`the container does not come up, its state is ${docker('inspect', '--format', '{{json .State}}', id)}`);
    await sleep(100);
  }
  return id;
}

/** Stops a container; the time is the engine's own, from the signal to the end: that of the docker command depends on what else runs. */
async function stop(id: string) {
  const events = spawn('docker', ['events', '--since', '10s', '--filter', `container=${id}`, '--filter', 'event=kill', '--format', '{{.TimeNano}}']);
  const limit = setTimeout(() => events.kill(), 30_000);
  try {
    const signalled = new Promise<number>((tell, reject) => {
      events.stdout.once('data', data => tell(parseInt(data, 10) / 1e6));
      events.on('error', reject).on('exit', code => reject(new Error(`the engine tells of no signal to ${id}, and the command ended with ${code}`)));
    });
    docker('stop', '--timeout', '10', id);
    const { ExitCode, FinishedAt } = JSON.parse(docker('inspect', '--format', '{{json .State}}', id));
    return { exitCode: ExitCode, soon: Date.parse(FinishedAt) - await signalled < 1_000 };
  } finally {
    clearTimeout(limit);
    events.kill();
  }
}

describe.each([
  ['Debian', 'public.ecr.aws/docker/library/node:24-bookworm-slim', 'node'],
  ['distroless', 'gcr.io/distroless/nodejs24-debian13:nonroot', '/nodejs/bin/node'],
])('on %s', (_, base, node) => {
  let image: string;
  beforeAll(() => {
    const init = Buffer.from(INIT_BINARIES[TARGETARCH], 'base64');
    image = build({ init, Dockerfile: `FROM ${base}\nCOPY --chmod=0755 init /init\nENTRYPOINT ["/init"]\n` });
  });
  const js = (program: string, ...args: string[]) => [node, '-e', program, '--', ...args];

  test.each<[string, string, number, ...string[]]>([
    ['an app without a handler', FOREVER, 143],
    ['an app with a handler', `process.on('SIGTERM', () => process.exit(0)); ${FOREVER}`, 0],
    ['an app whose event loop is blocked', 'require("fs").writeSync(1, "up\\n"); while (true);', 143],
    // As signal-exit does: it takes its handler off and kills itself. PID 1 would survive that.
    ['an app that kills itself again', `process.once('SIGTERM', signal => process.kill(process.pid, signal)); ${FOREVER}`, 143],
    ['an app in strict confinement', FOREVER, 143, '--user=1234:1234', '--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges', '--network=none'],
    ['an app beneath another init', FOREVER, 143, '--init'],
  ])('%s stops within a second', async (_name, program, exitCode, ...options) => {
    expect(await stop(await start(image, js(program), options))).toEqual({ exitCode, soon: true });
  });

  test('beneath another init it is not there', () => {
    const whoIsOne = js('console.log(process.ppid, require("fs").readFileSync("/proc/1/comm", "utf8"))');
    expect(run(image, whoIsOne).stdout).toMatch(/^1 init\n/);
    expect(run(image, whoIsOne, ['--init']).stdout).toMatch(/^1 docker-init\n/);
  });

  test('every signal is passed on', async () => {
    const signals = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR2', 'SIGWINCH', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGCONT', 'SIGTERM'];
    const program = `${JSON.stringify(signals)}.forEach(signal => process.on(signal, () => console.log(signal)));${FOREVER}`;
    const id = await start(image, js(program));
    for (const signal of signals) {
      docker('kill', '--signal', signal, id);
      for (let tries = 0; tries < 400 && !docker('logs', id).endsWith(signal); tries++) await sleep(50);
    }
    expect(docker('logs', id).split('\n')).toEqual(['up', ...signals]);
  });

  test('a signal from within the container is passed on', async () => {
    const id = await start(image, js(`setTimeout(() => process.kill(1, "SIGTERM"), 100); ${FOREVER}`));
    expect(docker('wait', id)).toBe('143');
  });

  test.each([0, 1, 42, 255])('the exit code %i is the app\'s', code => {
    expect(run(image, js(`process.exitCode = ${code}`))).toEqual({ status: code, stdout: '', stderr: '' });
  });

  test('127 and a message for a command that is missing, 126 for one that is no program', () => {
    expect(run(image, ['missing'])).toEqual({ status: 127, stdout: '', stderr: 'init: missing: not found, or the interpreter it names is missing (error 002)\n' });
    expect(run(image, ['/etc/passwd'])).toEqual({ status: 126, stdout: '', stderr: 'init: /etc/passwd: not executable (error 013)\n' });
  });

  test('arguments and environment pass through', () => {
    const args = ['a b', '', 'grün 🚀', '"\'$HOME\\`', '*', '-x', '--'];
    const program = 'console.log(JSON.stringify([process.argv.slice(1), process.env.A, process.env.B]))';
    expect(JSON.parse(run(image, js(program, ...args), ['--env=A=grün 🚀 "x"', '--env=B=']).stdout)).toEqual([args, 'grün 🚀 "x"', '']);
  });

  test('orphans are reaped, and hold nothing up', () => {
    const spawnOrphan = 'require("child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 300)"], { stdio: "ignore" }).unref(); process.exit()';
    const program = `
      const { readdirSync, readFileSync } = require('fs');
      const states = () => readdirSync('/proc').filter(pid => pid > 0).map(pid => readFileSync('/proc/' + pid + '/stat', 'utf8').split(' ')[2]);
      for (let i = 0; i < 5; i++) require('child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(spawnOrphan)}]);
      const orphans = states().length - 2;
      setTimeout(() => {
        console.log(orphans > 0, states().length, states().includes('Z'));
        require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 1e6)'], { detached: true, stdio: 'ignore' });
        process.exit(4);
      }, 2000)`;
    const began = Date.now();
    expect(run(image, js(program))).toEqual({ status: 4, stdout: 'true 2 false\n', stderr: '' });
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  test('the app leads its session and its process group, as it would as PID 1', () => {
    const program = 'const [, , group, session] = require("fs").readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ").map(Number);'
      + 'console.log(group === process.pid, session === process.pid)';
    expect(run(image, js(program)).stdout).toBe('true true\n');
  });

  test('a terminal is the app\'s: it can be opened, Ctrl-Z does not hang it, Ctrl-C reaches it once', async () => {
    const program = 'require("fs").openSync("/dev/tty", "r+"); let n = 0; process.on("SIGHUP", () => console.log("hangup"));'
      + `process.on("SIGINT", () => { n++; setTimeout(() => { console.log("interrupts: " + n); process.exit(5); }, 300); }); ${FOREVER}`;
    const quoted = ['docker', 'run', '--rm', '--interactive', '--tty', image, ...js(program)].map(word => `'${word.replaceAll('\'', '\'\\\'\'')}'`).join(' ');
    // script(1) gives docker the terminal that it asks for.
    const terminal = spawn('script', ['--quiet', '--return', '--command', quoted, '/dev/null']);
    const ended = new Promise(done => terminal.on('exit', done));
    let output = '';
    terminal.stdout.on('data', data => {
      if (!output.includes('up') && `${output}${data}`.includes('up')) {
        terminal.stdin.write('\x1a');
        setTimeout(() => terminal.stdin.write('\x03'), 500);
      }
      output += data;
    });
    expect(await ended).toBe(5);
    expect(output).toContain('interrupts: 1\r\n');
    expect(output).not.toContain('hangup');
  });
});

test('the binaries are what the script makes of the sources', () => {
  const context = ['projenrc/build-init.sh', 'lib/image/init/init.c', 'lib/image/init/kernel.h', 'lib/image/service/enter.c'];
  const image = build({
    Dockerfile: 'FROM public.ecr.aws/docker/library/node:24-bookworm\nCOPY . /src\nRUN ["bash", "/src/projenrc/build-init.sh"]\n',
    ...Object.fromEntries(context.map(path => [path, readFileSync(join(ROOT, path))])),
  });
  const made = mkdtempSync(join(tmpdir(), 'init-made-'));
  const id = docker('create', image);
  containers.push(id);
  const written = ['lib/image/init/init-binaries.ts', 'lib/image/service/enter-binaries.ts'];
  const texts = written.map((path, index) => {
    docker('cp', `${id}:/src/${path}`, join(made, String(index)));
    return readFileSync(join(made, String(index)), 'utf-8');
  });
  rmSync(made, { recursive: true });
  expect(texts).toEqual(written.map(path => readFileSync(join(ROOT, path), 'utf-8')));
});
