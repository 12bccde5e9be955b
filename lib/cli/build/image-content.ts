import { tar } from '../../context/tar';
import { NodejsDockerfile } from '../../image/index';
import { Cleanup } from '../cleanup';
import { Docker } from '../docker';

/** Size and packages of an image. */
export interface ImageContent {
  readonly id: string;
  /** Bytes of the layers above those of the base image. */
  readonly bytes: number;
  /** The layers with something in them above the base, and all of them. */
  readonly layers: number;
  readonly allLayers: number;
  readonly allBytes: number;
  /** The packages in it, by their size. */
  readonly packages: ReadonlyArray<readonly [string, number]>;
}

/** Looks at an image that the engine has. */
export async function contentOf(docker: Docker, cleanup: Cleanup, tag: string, dockerfile: NodejsDockerfile): Promise<ImageContent | undefined> {
  const inspected = docker.ask('image', 'inspect', '--format', '{{.Id}} {{len .RootFS.Layers}}', tag);
  const history = docker.ask('history', '--human=false', '--format', '{{.Size}}', tag);
  if (!inspected.ok || !history.ok) return undefined;
  const [id, allLayers] = inspected.out.split(' ');
  const sizes = history.out.split('\n').map(Number);
  // an instruction is an entry of the history, the newest first
  const own = dockerfile.stages.filter(({ name }) => ['app', 'release'].includes(name)).reduce((sum, { instructions }) => sum + instructions.length, 0);
  const above = sizes.slice(0, own);
  const sum = (all: readonly number[]) => all.reduce((total, size) => total + size, 0);
  return {
    id,
    bytes: sum(above),
    layers: above.filter(size => size > 0).length,
    allBytes: sum(sizes),
    allLayers: Number(allLayers),
    packages: await packagesIn(docker, cleanup, tag),
  };
}

/** The bytes of each package below the directory of the application: the image is read, not run. */
async function packagesIn(docker: Docker, cleanup: Cleanup, tag: string): Promise<[string, number][]> {
  const created = docker.ask('create', tag);
  if (!created.ok) return [];
  cleanup.later(() => docker.ask('rm', '--force', created.out));
  const sizes = new Map<string, number>();
  const { Parser } = tar();
  const parser = new Parser({
    onReadEntry: entry => {
      const name = packageOf(entry.path);
      if (name !== undefined) sizes.set(name, (sizes.get(name) ?? 0) + (entry.size ?? 0));
      entry.resume();
    },
  });
  const done = new Promise<void>((resolve, reject) => parser.on('end', resolve).on('error', reject));
  const { ok } = await docker.run(['cp', `${created.out}:/app`, '-'], { onData: data => parser.write(data) });
  parser.end();
  await done;
  docker.ask('rm', '--force', created.out);
  return ok ? [...sizes].sort(([, a], [, b]) => b - a) : [];
}

/** The package that a file belongs to: the innermost one, also in the store of pnpm. */
export function packageOf(path: string): string | undefined {
  const [, rest] = /.*(?:^|\/)node_modules\/((?!\.)[^]*)$/.exec(path) ?? [];
  if (rest === undefined) return undefined;
  const [first, second] = rest.split('/');
  return first.startsWith('@') ? second && `${first}/${second}` : first || undefined;
}
