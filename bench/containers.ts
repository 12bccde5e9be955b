import { spawn } from 'child_process';
import * as http from 'http';
import * as net from 'net';
import { docker } from '../test/container/engine';

/** What a container shows from its start to its end. */
export interface Life {
  /** Seconds from the order to start until the first answer. */
  readonly answer: number;
  /** Resident bytes of its processes a second after that. */
  readonly memory: number;
  /** Seconds from the order to stop until it has ended. */
  readonly stop: number;
}

/** Longer than this nobody waits for an answer. */
const PATIENCE = 60_000;

/** Starts an image, asks it until it answers, looks at it and stops it. */
export async function live(image: string, port: number, path: string): Promise<Life> {
  const free = await freePort();
  const id = docker('create', '--publish', `127.0.0.1:${free}:${port}`, '--env', `PORT=${port}`, image);
  try {
    const begin = performance.now();
    const started = new Promise<void>((resolve, reject) => spawn('docker', ['start', id], { stdio: 'ignore' })
      .on('close', status => status === 0 ? resolve() : reject(new Error('the container does not start'))));
    const answer = await Promise.race([answered(`http://127.0.0.1:${free}${path}`, begin), started.then(() => new Promise<never>(() => {}))]);
    await sleep(1000);
    const memory = docker('top', id, '-eo', 'pid,rss').split('\n').slice(1).reduce((sum, line) => sum + Number(line.trim().split(/\s+/)[1]) * 1024, 0);
    const end = performance.now();
    docker('stop', '--timeout', '10', id);
    return { answer, memory, stop: (performance.now() - end) / 1000 };
  } finally {
    docker('rm', '--force', '--volumes', id);
  }
}

async function answered(url: string, begin: number): Promise<number> {
  while (performance.now() - begin < PATIENCE) {
    if (await asked(url)) return (performance.now() - begin) / 1000;
    await sleep(5);
  }
  throw new Error(`nothing answers at ${url} within ${PATIENCE / 1000} s`);
}

/** True if something answers that is no failure of the server. */
function asked(url: string): Promise<boolean> {
  return new Promise(resolve => {
    const request = http.get(url, { agent: false, timeout: 5000 }, response => {
      response.resume();
      response.on('end', () => resolve((response.statusCode ?? 500) < 500)).on('error', () => resolve(false));
    });
    request.on('timeout', () => request.destroy()).on('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
