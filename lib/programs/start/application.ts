import { ChildProcess, spawn } from 'child_process';
import { sleep } from '../shared/processes';
import { User } from '../shared/user';
import { Ending } from './judge';
import { Output } from './output';

/** Milliseconds between two looks. */
export const LOOK = 20;

/** How an application stopped. */
export interface Stop {
  readonly ending: Ending;
  readonly seconds: number;
  readonly killed: boolean;
}

/** The process that the image would run, by the user and with the variables that it would have. */
export class Application {
  /** How it ended. */
  public ending?: Ending;
  /** Its process; 0 where it was not started. */
  public readonly pid: number;
  private readonly child?: ChildProcess;

  constructor(command: readonly string[], { uid, gid }: User, env: NodeJS.ProcessEnv, private readonly output: Output) {
    try {
      this.child = spawn(command[0], command.slice(1), { uid, gid, env, detached: true, stdio: ['ignore', output.to, output.to] });
      this.child.on('error', error => { this.ending = { error: error.message }; });
      this.child.on('exit', (code, signal) => { this.ending = { code, signal }; });
    } catch (error) {
      this.ending = { error: (error as Error).message };
    }
    this.pid = this.child?.pid ?? 0;
  }

  /** Sends the signal to it alone, as a runtime does, and SIGKILL where that does not end it. */
  public async stop(signal: string, grace: number): Promise<Stop> {
    const began = Date.now();
    this.child?.kill(signal as NodeJS.Signals);
    while (!this.ending && Date.now() - began < grace) {
      this.output.drain();
      await sleep(LOOK / 2);
    }
    const killed = this.ending === undefined;
    this.child?.kill('SIGKILL');
    while (!this.ending) await sleep(LOOK);
    return { ending: this.ending, seconds: (Date.now() - began) / 1000, killed };
  }

  /** Ends what it left behind. As the first process of a container we have all others for it. */
  public clear(): void {
    try {
      process.kill(process.pid === 1 ? -1 : -this.pid, 'SIGKILL');
    } catch {
      // nothing is left
    }
  }
}
