import { sleep } from '../shared/processes';
import { ask, runCheck } from './health';
import { Judgement } from './judge';
import { Place } from './place';
import { lastWord, said } from './said';

/** The health check of the image. */
export interface Check {
  readonly command: readonly string[];
  /** The path that it asks for, where it asks over HTTP. */
  readonly path?: string;
  readonly port?: number;
  readonly place: Place;
  readonly uid: number;
  readonly gid: number;
  readonly env: NodeJS.ProcessEnv;
  readonly ended: () => boolean;
}

/** Milliseconds for which it may fail: an application may have routes later than its port. */
const MOST = 3000;
const ONE = 5000;
const NOT_THERE = [404, 405, 410, 501];

export type CheckResult = Awaited<ReturnType<typeof runCheck>>;

/** Asks once. */
export function runOnce({ command, uid, gid, env }: Check): Promise<CheckResult> {
  return runCheck(command, { uid, gid, env, milliseconds: ONE });
}

/** Asks as the runtime does, until it passes or has failed for long enough. */
export async function judgeHealth(check: Check): Promise<Judgement> {
  const { path, port, ended } = check;
  const began = Date.now();
  let status: number | undefined;
  for (let wait = 50; ; wait = Math.min(wait * 2, 500)) {
    const result = await runOnce(check);
    if (result.code === 0) return { verdict: 'started', message: 'its health check passes' };
    const missing = judgeCommand(result, check);
    if (missing) return missing;
    if (path !== undefined && port !== undefined) status = await ask(port, path, ONE);
    if (ended() || Date.now() - began + wait > (NOT_THERE.includes(status ?? 0) ? MOST / 3 : MOST)) return judgeFailure(result, status, check);
    await sleep(wait);
  }
}

/** A check that cannot run in the image. */
export function judgeCommand({ code, error, output }: CheckResult, { command, place }: Pick<Check, 'command' | 'place'>): Judgement | undefined {
  const cause = said(`${error ?? ''}\n${output}`, place);
  if (cause?.kind === 'fault') return { verdict: 'fault', message: `its health check cannot run: ${cause.what}`, remedy: 'set "healthCheck" to what the image has' };
  if (error === undefined && code !== 126 && code !== 127) return undefined;
  return { verdict: 'fault', message: `its health check cannot run: ${error ?? `${JSON.stringify(command[0])} ended with ${code}`}`, remedy: 'set "healthCheck" to what the image has' };
}

/** A check that runs, and says no. */
export function judgeFailure({ code, output }: CheckResult, status: number | undefined, { path, port, command }: Pick<Check, 'path' | 'port' | 'command'>): Judgement {
  if (path === undefined) {
    const word = lastWord(output);
    const named = command.includes('node') && command.includes('-e') ? `it connects to 127.0.0.1:${port}` : command.join(' ').slice(0, 200);
    return { verdict: 'open', message: `its health check fails with ${code} (${named})${word ? `: ${word}` : ''}`, remedy: 'correct "healthCheck", or give the application what it wants by StartGate.environment({...})' };
  }
  if (NOT_THERE.includes(status ?? 0)) {
    return { verdict: 'fault', message: `its health check asks for ${path}, which answers with ${status}`, remedy: 'set healthCheck: HealthCheck.http() with a path that the application has' };
  }
  return {
    verdict: 'open', message: `its health check asks for ${path}, which ${status === undefined ? 'does not answer' : `answers with ${status}`}`,
    remedy: 'give the application what it wants by StartGate.environment({...}), or correct "healthCheck"',
  };
}
