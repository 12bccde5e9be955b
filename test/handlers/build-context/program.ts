import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { ImageTag, NodejsImageOptions } from '../../../lib';
import { DockerfileOrigin } from '../../../lib/pipeline/context/dockerfile-origin';
import { contextProgram } from '../../../lib/pipeline/context/plan-asset';
import { planFor, PlanOptions } from '../../../lib/pipeline/context/plan-for';
import { ContextResult } from '../../../lib/pipeline/context/result';
import { temporaryDirectory } from '../../temporary';

export const PROGRAM = path.join(__dirname, '..', '..', '..', 'lib', 'handlers', 'build-context', 'bundle', 'index.js');

let unpacked: string | undefined;

/** The program as CodeBuild finds it: in its asset, with nothing else beside it. */
function programInAsset(): string {
  if (unpacked === undefined) {
    unpacked = path.join(temporaryDirectory(), 'asset');
    for (const [name, file] of Object.entries(contextProgram())) {
      fs.mkdirSync(path.dirname(path.join(unpacked, name)), { recursive: true });
      fs.copyFileSync((file as { copyOf: string }).copyOf, path.join(unpacked, name));
    }
  }
  return path.join(unpacked, 'index.js');
}

/** How the program ended, and what it wrote. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly output: string;
  readonly result?: ContextResult;
}

/** A plan of a project, made where `sourceRoot` is the root of the source. */
export function planOf(sourceRoot: string, options: Partial<NodejsImageOptions> = {}, extra: Partial<PlanOptions> = {}): string {
  const { directory = '.', projectRoot, ...rest } = options;
  const root = projectRoot === undefined ? {} : { projectRoot: path.join(sourceRoot, projectRoot) };
  return planFor({ ...rest, ...root, directory: path.join(sourceRoot, directory) }, {
    origin: DockerfileOrigin.PINNED, architectures: ['amd64'], tags: [ImageTag.contentHash()], sourceRoot, ...extra,
  });
}

/** Runs the program as CodeBuild does, in an environment of nothing else. */
export function run(plan: string, source: string, environment: Record<string, string> = {}): Run {
  const output = path.join(temporaryDirectory(), 'made');
  const file = path.join(temporaryDirectory(), 'plan.json');
  fs.writeFileSync(file, plan);
  const { status, stdout, stderr } = spawnSync(process.execPath, [programInAsset()], {
    encoding: 'utf8', cwd: temporaryDirectory(), env: { NODE_NO_WARNINGS: '1', PLAN: file, SOURCE: source, OUTPUT: output, ...environment },
  });
  const result = path.join(output, 'result.json');
  return { status, stdout, stderr, output, result: fs.existsSync(result) ? JSON.parse(fs.readFileSync(result, 'utf8')) : undefined };
}

/** The same files in another place, as a checkout has them: no history, other times. */
export function checkout(source: string): string {
  const copy = path.join(temporaryDirectory(), 'checkout');
  fs.cpSync(source, copy, { recursive: true, verbatimSymlinks: true, filter: file => !['.git', 'node_modules'].includes(path.basename(file)) });
  return copy;
}

/** Changes `package.json` of a checkout. */
export function edit(directory: string, change: (manifest: any) => void, file = 'package.json'): void {
  const manifest = JSON.parse(fs.readFileSync(path.join(directory, file), 'utf8'));
  change(manifest);
  fs.writeFileSync(path.join(directory, file), JSON.stringify(manifest, undefined, 2));
}

/** Everything in a directory: its path, its mode, and its content or where it leads. */
export function tree(directory: string): string[] {
  return (fs.readdirSync(directory, { recursive: true, encoding: 'utf8' })).sort().map(name => {
    const file = path.join(directory, name);
    const stats = fs.lstatSync(file);
    const content = stats.isSymbolicLink() ? fs.readlinkSync(file) : stats.isFile() ? fs.readFileSync(file, 'base64') : '';
    return `${name} ${(stats.mode % 0o1000).toString(8)} ${content}`;
  });
}
