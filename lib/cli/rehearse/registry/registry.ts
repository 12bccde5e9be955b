import { randomUUID } from 'crypto';
import * as http from 'http';
import { Cleanup } from '../../cleanup';
import { Docker } from '../../docker';
import { CommandError, ExitCode } from '../../exit-code';
import { RegistryFault } from '../programs/faults';
import { Immutable } from '../programs/immutable';
import { rehearsalProgram } from '../programs/program-file';

/** The port of the registry in its container. */
const PORT = 5000;
/** So long it may take until it answers, in milliseconds. */
const PATIENCE = 20_000;

/** Contents that were found in a registry, and whether it is still there. */
export interface Found {
  readonly there: boolean;
  readonly contents: Contents;
}

/** Tags of each repository of a rehearsal, with their digests; the host is in front of the name. */
export interface Contents {
  readonly [repository: string]: { readonly [tag: string]: string };
}

/** The registry of one rehearsal: a container that is gone after it, with all that was pushed. */
export class RehearsalRegistry {
  /** Starts it; what it leaves on the engine is removed at the end, whatever that is. */
  public static async start(docker: Docker, cleanup: Cleanup, image: string, say: (line: string) => void): Promise<RehearsalRegistry> {
    const name = `cdk-nodejs-image-rehearsal-${randomUUID()}`;
    if (!docker.ask('image', 'inspect', image).ok) {
      say(`pulling ${image}, in which the registry runs`);
      cleanup.later(() => docker.ask('image', 'rm', image));
      const pulled = await docker.run(['pull', '--quiet', image]);
      if (!pulled.ok) throw new CommandError(`cannot pull ${image}, in which the registry runs: ${lastLine(pulled.err)}; name another image with Node.js by --node-image`, ExitCode.NO_ENGINE);
    }
    cleanup.later(() => docker.ask('rm', '--force', '--volumes', name));
    const made = docker.ask('create', '--name', name, '--publish', `127.0.0.1::${PORT}`, '--user', '0', '--entrypoint', 'node', image, '/rehearsal.mjs', 'registry', String(PORT));
    const ready = made.ok ? docker.ask('cp', rehearsalProgram(), `${name}:/rehearsal.mjs`) : made;
    const started = ready.ok ? docker.ask('start', name) : ready;
    if (!started.ok) throw new CommandError(`the registry cannot be started in ${image}: ${lastLine(started.err)}`, ExitCode.NO_ENGINE);
    const address = docker.ask('port', name, String(PORT)).out.split('\n')[0];
    const registry = new RehearsalRegistry(address, name, docker);
    cleanup.later(() => registry.removeImages());
    if (!await registry.answers()) {
      const said = docker.ask('logs', name);
      throw new CommandError(`the registry does not answer at ${address}, where it is published: a rehearsal needs an engine on this machine\n${lastLine(`${said.out}\n${said.err}`)}`, ExitCode.NO_ENGINE);
    }
    return registry;
  }

  private constructor(
    /** Its address for docker, without a scheme. */
    public readonly address: string,
    private readonly name: string,
    private readonly docker: Docker,
  ) {
  }

  /** Has it keep tags of some repositories, and go wrong where it is to. */
  public async arrange(immutable: Immutable, fault?: RegistryFault): Promise<void> {
    await this.call('PUT', JSON.stringify({ immutable, fault }));
  }

  /** Contents of it, or of before it went away. */
  public async look(): Promise<Found> {
    const contents = await this.contents();
    if (contents !== undefined) return { there: true, contents };
    return { there: false, contents: JSON.parse(this.docker.ask('logs', this.name).out.split('\n').at(-1) || '{}') };
  }

  private async contents(): Promise<Contents | undefined> {
    const text = await this.call('GET').catch(() => undefined);
    return text === undefined ? undefined : JSON.parse(text);
  }

  /** The images that builds named after it. */
  private removeImages(): void {
    const names = this.docker.ask('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}').out.split('\n').filter(name => name.startsWith(`${this.address}/`));
    if (names.length) this.docker.ask('image', 'rm', ...names.filter(name => !name.endsWith(':<none>')));
  }

  private async answers(): Promise<boolean> {
    for (const end = Date.now() + PATIENCE; Date.now() < end;) {
      if (await this.contents() !== undefined) return true;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    return false;
  }

  private call(method: string, body?: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const request = http.request(`http://${this.address}/rehearsal`, { method, timeout: PATIENCE }, answer => {
        let text = '';
        answer.setEncoding('utf8').on('data', data => text += data).on('end', () => resolve(text)).on('error', reject);
      });
      request.on('timeout', () => request.destroy(new Error('nobody answers'))).on('error', reject).end(body);
    });
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
