import { spawn } from 'child_process';
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { performance } from 'perf_hooks';
import { ENTER, ServiceCall } from '../../service-call';
import { lastLines, TAIL } from '../gate-files';
import { TestCase } from '../junit';
import { signalGroup, sleep } from '../processes';
import { probe } from './probes';
import { furnish, furnishProcess, imageEnvironment, userIn } from './service-root';

const SECOND = 1000;
/** Milliseconds between two questions. */
const POLL = 25;
const SHOWN = 20;

/** A service beside the tests. */
class RunningService {
  public readonly log: number;
  public pid?: number;
  public ended?: string;

  constructor(public readonly call: ServiceCall) {
    const directory = mkdtempSync(join(tmpdir(), 'service-'));
    this.log = openSync(join(directory, 'log'), 'wx+');
    rmSync(directory, { recursive: true });
  }

  /** Starts it; why it did not become ready, undefined where it did. */
  public async start(): Promise<string | undefined> {
    const { root, user, directory, command, seconds, environment } = this.call;
    const began = performance.now();
    try {
      const { uid, gid, home } = userIn(root, user);
      const env: Record<string, string> = { ...imageEnvironment(root), HOME: home, ...environment };
      furnish(this.call, env.PATH);
      const child = spawn(ENTER, [root, String(uid), String(gid), directory, ...command], { detached: true, env, stdio: ['ignore', this.log, this.log] });
      this.pid = child.pid;
      child.on('error', error => { this.ended = `cannot be started: ${error.message}`; });
      child.on('exit', (code, signal) => { this.ended = signal ? `killed by ${signal}` : `ended with ${code}`; });
      if (child.pid) furnishProcess(root, child.pid);
    } catch (error) {
      return (error as Error).message;
    }
    while (performance.now() - began < seconds * SECOND) {
      const answer = await this.ask();
      if (this.ended !== undefined) return `${this.ended} before it was ready`;
      if (answer === 'ready') return undefined;
      if (typeof answer === 'object') return `it says: ${answer.never}`;
      await sleep(POLL);
    }
    return `was not ready after ${seconds} s`;
  }

  /** The end of what it printed. */
  public tail(): string {
    const { size } = fstatSync(this.log);
    const bytes = Buffer.alloc(Math.min(size, TAIL));
    readSync(this.log, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString();
  }

  private async ask() {
    const { ready } = this.call;
    return ready.kind !== 'output' ? probe(this.call) : this.tail().includes(ready.text ?? '') ? 'ready' as const : 'wait' as const;
  }
}

/** The services of a gate. */
export class Services {
  /** Their starts, as test cases. */
  public readonly testCases: TestCase[] = [];
  /** Why one of them is not there. */
  public failure?: string;
  private readonly running: RunningService[];

  constructor(calls: readonly ServiceCall[], private readonly say: (line: string) => void) {
    this.running = calls.map(call => new RunningService(call));
  }

  /** The process groups that they lead. */
  public get groups(): number[] {
    return this.running.flatMap(({ pid }) => pid ?? []);
  }

  /** Starts all of them side by side; tells whether all are ready. */
  public async start(): Promise<boolean> {
    await Promise.all(this.running.map(async service => {
      const { name, port } = service.call;
      const began = performance.now();
      const failure = await service.start();
      const seconds = (performance.now() - began) / SECOND;
      const text = failure === undefined ? `service ${name} is ready on 127.0.0.1:${port} after ${seconds.toFixed(2)} s` : `service ${name}: ${failure}`;
      this.say(text);
      if (failure !== undefined) {
        this.failure = this.failure ?? text;
        this.show(service);
      }
      this.testCases.push({
        name: `service ${name}`, seconds, ...failure === undefined ? {} : { failure }, text: failure === undefined ? text : lastLines(service.tail(), SHOWN).join('\n'),
      });
    }));
    return this.failure === undefined;
  }

  /** Where tests failed: what the services said last, and whether one is gone. */
  public explain(): void {
    for (const service of this.running) {
      if (service.ended !== undefined) this.say(`service ${service.call.name} ${service.ended} while the tests ran`);
      this.show(service);
    }
  }

  /** Ends them: nobody needs what they hold. */
  public end(): void {
    for (const pid of this.groups) signalGroup(pid, 'SIGKILL');
  }

  /** Keeps what each of them printed. */
  public save(directory: string): void {
    for (const service of this.running) {
      writeFileSync(join(directory, `${service.call.name}.log`), service.tail(), { flag: 'wx' });
      closeSync(service.log);
    }
  }

  private show(service: RunningService): void {
    const lines = lastLines(service.tail(), SHOWN).filter(Boolean);
    if (lines.length > 0) this.say(`the end of the log of service ${service.call.name}:`);
    for (const line of lines) this.say(`  ${line}`);
  }
}
