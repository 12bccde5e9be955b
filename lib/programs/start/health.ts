import { spawn } from 'child_process';
import { get } from 'http';
import { Ending } from './judge';

/** A GET of a path, undefined where nothing answers in time. */
export function ask(port: number, path: string, milliseconds: number): Promise<number | undefined> {
  return new Promise(resolve => {
    try {
      const request = get({ host: '127.0.0.1', port, path, timeout: milliseconds, agent: false }, response => {
        response.resume();
        resolve(response.statusCode);
        request.destroy();
      });
      request.on('timeout', () => request.destroy());
      request.on('error', () => resolve(undefined));
    } catch {
      resolve(undefined);
    }
  });
}

/** Runs the command of a health check as the runtime does. */
export function runCheck(
  command: readonly string[], options: { uid: number; gid: number; env: NodeJS.ProcessEnv; milliseconds: number },
): Promise<Ending & { output: string }> {
  return new Promise(resolve => {
    let output = '';
    let timer: NodeJS.Timeout | undefined;
    const done = (ending: Ending) => {
      if (timer) clearTimeout(timer);
      resolve({ ...ending, output });
    };
    const child = spawn(command[0], command.slice(1), { uid: options.uid, gid: options.gid, env: options.env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', data => { output = (output + data).slice(-4096); });
    child.on('error', error => done({ error: error.message }));
    child.on('close', (code, signal) => done({ code, signal }));
    timer = setTimeout(() => child.kill('SIGKILL'), options.milliseconds);
  });
}
