import { createHash } from 'crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { send } from '../registry/requests';
import { StepFailure } from '../step';
import { jsonOf } from '../world/variables';
import { World } from '../world/world';

/** How a list of what is in an image is made: what the construct says in the variable `SBOM`. */
export interface SbomOptions {
  /** The format, as Syft names it. */
  readonly output: string;
  /** The kind of statement that it is. */
  readonly predicateType: string;
  readonly tool: { readonly url: string; readonly sha256: string };
}

/** How lists are made; undefined if none are. */
export function sbomOptions(world: World): SbomOptions | undefined {
  const options = jsonOf(world, 'SBOM', json => json !== null && typeof json === 'object' ? json : undefined, '{}');
  return options.predicateType ? options : undefined;
}

/** Makes lists of what is in images. The program that does it is fetched once, when the first is made. */
export class Sbom {
  private program?: string;

  constructor(private readonly world: World, public readonly options: SbomOptions) {}

  /** Bill of materials of an image. */
  public async of(image: string): Promise<unknown> {
    this.program ??= await fetchTool(this.world, this.options.tool);
    const file = join(this.world.work, 'sbom.json');
    const { code, stderr } = await this.world.run(this.program, ['scan', `registry:${image}`, '--quiet', '--output', `${this.options.output}=${file}`],
      { variables: { SYFT_CHECK_FOR_APP_UPDATE: 'false' } });
    if (code !== 0) {
      throw new StepFailure(`cannot list what is in ${image}`, stderr);
    }
    return JSON.parse(readFileSync(file, 'utf8'));
  }
}

/** The program that lists what is in an image. Nothing of it is run before its checksum is right. */
async function fetchTool(world: World, { url, sha256 }: SbomOptions['tool']): Promise<string> {
  const { status, body } = await send(world, { method: 'GET', url });
  if (status !== 200) {
    throw new StepFailure(`cannot download ${url}`, status === 0 ? body.toString('utf8') : `the answer was ${status}`);
  }
  const sum = createHash('sha256').update(body).digest('hex');
  if (sum !== sha256) {
    throw new StepFailure(`${url} has the SHA-256 ${sum}, and not ${sha256}`);
  }
  const directory = join(world.work, 'tool');
  const archive = join(world.work, 'tool.tar.gz');
  mkdirSync(directory, { recursive: true });
  writeFileSync(archive, body);
  const { code, stderr } = await world.run('tar', ['--extract', '--gzip', '--file', archive, '--directory', directory, 'syft']);
  if (code !== 0) {
    throw new StepFailure(`${url} holds no program syft`, stderr);
  }
  return join(directory, 'syft');
}
