import { spawn } from 'child_process';
import * as http from 'http';
import { asReleased, inRehearsal } from './names';

/** Settings of what stands for docker in a rehearsal, in the file that the variable REHEARSAL names. */
export interface DockerWay {
  /** The program itself. */
  readonly program: string;
  /** The variables that it has outside of the rehearsal: its engine, its logins, its proxies. */
  readonly environment: Readonly<Record<string, string>>;
  /** The address of the registry, without a scheme. */
  readonly registry: string;
  /** Secrets of builds are handed on by these variables. */
  readonly handedOn: readonly string[];
}

/** Runs docker with names of ECR led to the registry of the rehearsal, and gives its exit code. */
export async function runDocker(words: readonly string[], way: DockerWay): Promise<number> {
  if (words[0] === 'login') return login(way.registry);
  const more = Object.fromEntries(way.handedOn.flatMap(name => process.env[name] === undefined ? [] : [[name, process.env[name]!]]));
  const child = spawn(way.program, words.map(word => inRehearsal(word, way.registry)), {
    env: { ...way.environment, ...more, BUILDX_NO_DEFAULT_ATTESTATIONS: process.env.BUILDX_NO_DEFAULT_ATTESTATIONS }, stdio: ['inherit', 'pipe', 'pipe'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  byLine(child.stdout, line => process.stdout.write(asReleased(line, way.registry)));
  byLine(child.stderr, line => process.stderr.write(asReleased(line, way.registry)));
  return new Promise(resolve => child.on('error', () => resolve(127)).on('close', (code, signal) => resolve(code ?? (signal === null ? 1 : 143))));
}

/** Bytes of a line stay together, so that no name is cut. */
function byLine(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (data: string) => {
    const lines = `${rest}${data}`.split('\n');
    rest = lines.pop()!;
    lines.forEach(line => take(`${line}\n`));
  }).on('end', () => rest !== '' && take(rest));
}

/** The registry asks nobody who he is; a login shows that it is there, and writes nothing into the logins of this machine. */
function login(registry: string): Promise<number> {
  return new Promise(resolve => {
    http.get(`http://${registry}/v2/`, answer => {
      answer.resume();
      process.stdout.write('Login Succeeded\n');
      resolve(0);
    }).on('error', error => {
      process.stderr.write(`Error response from daemon: the registry of the rehearsal does not answer: ${error.message}\n`);
      resolve(1);
    });
  });
}
