import { performance } from 'perf_hooks';
import { Output } from '../shared/output';
import { innermost } from '../shared/processes';

const SECOND = 1000;

/** How long a command may be silent before the gate says what it waits for. */
const SILENCE = Number(process.env.GATE_SILENCE_SECONDS || 60);

/** Says what a gate waits for while its command says nothing, at growing intervals. */
export class Silence {
  private readonly started = performance.now();
  private readonly timer: NodeJS.Timeout;
  private heard: number;
  private since = this.started;
  private next = SILENCE;

  constructor(
    private readonly command: string,
    private readonly pid: number | undefined,
    private readonly output: Output,
    private readonly limit: { readonly timeout: number },
  ) {
    this.heard = output.heard;
    this.timer = setInterval(() => this.look(), Math.min(SILENCE / 10, 1) * SECOND);
  }

  /** The command ended. */
  public end(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const now = performance.now();
    if (this.output.heard !== this.heard) {
      this.heard = this.output.heard;
      this.since = now;
      this.next = SILENCE;
      return;
    }
    if (now - this.since < this.next * SECOND) return;
    this.next *= 2;
    const running = this.pid === undefined ? undefined : innermost(this.pid);
    this.output.say(`still waiting for ${this.command}: nothing said for ${seconds(now - this.since)}, running for ${seconds(now - this.started)}`
      + (this.limit.timeout ? ` of ${this.limit.timeout} s (timeout)` : '')
      + (running === undefined ? '' : `, now in ${running}`));
  }
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / SECOND)} s`;
}
