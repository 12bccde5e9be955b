import { ChildProcess, spawn, spawnSync } from 'child_process';
import { Cleanup } from './cleanup';
import { CommandError, ExitCode } from './exit-code';

/** How a command of Docker ended. */
export interface DockerResult {
  readonly ok: boolean;
  readonly out: string;
  readonly err: string;
}

/** How a command of Docker is run. */
export interface DockerRun {
  /** Takes each line of what it prints to its standard error. */
  readonly onLine?: (line: string) => void;
  /** Takes its standard output as it comes, which is not kept then. */
  readonly onData?: (data: Buffer) => void;
}

/** The program `docker`, or what stands for it as with the CDK. */
export class Docker {
  private readonly program: string;

  constructor(private readonly cleanup: Cleanup, private readonly environment: NodeJS.ProcessEnv) {
    this.program = environment.CDK_DOCKER || 'docker';
  }

  /** @throws where no engine answers, or it cannot build with BuildKit; in a sentence */
  public requireEngine(): void {
    const { error, status, stderr } = spawnSync(this.program, ['version', '--format', '{{.Server.Version}}'], { encoding: 'utf8', env: this.environment, timeout: 30_000 });
    if (error) {
      throw new CommandError(`there is no program ${this.program} (${(error as NodeJS.ErrnoException).code}): install Docker, or name what stands for it in CDK_DOCKER`, ExitCode.NO_ENGINE);
    }
    if (status !== 0) {
      throw new CommandError(`no Docker engine answers: start it, or point DOCKER_HOST at one\n${stderr.trim().split('\n')[0]}`, ExitCode.NO_ENGINE);
    }
    if (!this.ask('buildx', 'version').ok) {
      throw new CommandError(`${this.program} has no buildx, which builds: install the plugin docker-buildx`, ExitCode.NO_ENGINE);
    }
  }

  /** A command that ends soon. */
  public ask(...args: string[]): DockerResult {
    const { status, stdout, stderr } = spawnSync(this.program, args, { encoding: 'utf8', env: this.environment, maxBuffer: 64 * 1024 * 1024 });
    return { ok: status === 0, out: (stdout ?? '').trim(), err: (stderr ?? '').trim() };
  }

  /** A command that takes its time. It ends with this one. */
  public async run(args: readonly string[], { onLine, onData }: DockerRun = {}): Promise<DockerResult> {
    const child = spawn(this.program, args, { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.cleanup.later(() => ended(child) || child.kill('SIGTERM'));
    const texts = { out: '', err: '' };
    child.stdout.on('data', (data: Buffer) => onData ? onData(data) : texts.out += String(data));
    let rest = '';
    child.stderr.setEncoding('utf8').on('data', (data: string) => {
      texts.err = `${texts.err}${data}`.slice(-64 * 1024);
      const lines = `${rest}${data}`.split('\n');
      rest = lines.pop()!;
      if (onLine) lines.forEach(onLine);
    });
    const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
    if (onLine && rest !== '') onLine(rest);
    return { ok: status === 0, out: texts.out.trim(), err: texts.err.trim() };
  }

  /** A command that has the terminal for itself. */
  public async attached(args: readonly string[]): Promise<number> {
    const child = spawn(this.program, args, { env: this.environment, stdio: 'inherit' });
    this.cleanup.later(() => ended(child) || child.kill('SIGTERM'));
    return new Promise((resolve, reject) => child.on('error', reject).on('close', code => resolve(code ?? 1)));
  }
}

function ended(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
