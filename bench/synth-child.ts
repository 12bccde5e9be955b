import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { materialise } from '../lib/context/materialise';
import { hardCodedSecret, judgeAs, secretKind } from '../lib/project/kept-out';

/** What a child is to do. */
export interface SynthJob {
  /** `ours`: `NodejsImageAsset`; `plain`: `DockerImageAsset`; `render`: Dockerfiles alone; `secrets`: what looking for secrets takes. */
  readonly kind: 'ours' | 'plain' | 'render' | 'secrets';
  readonly directory: string;
  readonly count: number;
  /** True if each image has a build argument of its own, so that each is an asset of its own. */
  readonly different?: boolean;
  /** Packages of the directory, of which each image is another one. */
  readonly packages?: readonly string[];
}

/** What a child measured. */
export interface SynthTimes {
  /** Milliseconds from the start of the process until everything is loaded. */
  readonly load: number;
  /** Milliseconds of the constructs and `app.synth()`. */
  readonly synth: number;
  /** Milliseconds that the processor worked for that. */
  readonly cpu: number;
  /** Most memory of the process, in bytes. */
  readonly memory: number;
}

/** What one Dockerfile takes once the code is warm, in milliseconds. */
export interface RenderTimes {
  readonly render: number;
  /** With what leads to it: the project is read and the image planned. */
  readonly all: number;
}

/** What the processor works for one context, in milliseconds, each several times. */
export interface SecretTimes {
  /** The project is read, the image planned and the context written. */
  readonly all: number[];
  /** What of that looks for secrets in what files hold. */
  readonly secrets: number[];
}

const job: SynthJob = JSON.parse(process.argv[2]);
const KINDS = { ours: synth, plain: synth, render, secrets: lookForSecrets };
process.stdout.write(JSON.stringify(KINDS[job.kind](job)));

function synth({ count, different, packages = [], ...options }: SynthJob): SynthTimes {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'synth-'));
  const add = construct(options);
  const load = performance.now();
  const cpu = process.cpuUsage();
  const app = new App({ outdir });
  const stack = new Stack(app, 'Stack');
  for (let index = 0; index < count; index++) {
    add(stack, `Image${index}`, { buildArgs: different ? { BUILD: String(index) } : undefined, part: packages[index] });
  }
  app.synth();
  const { user, system } = process.cpuUsage(cpu);
  const synthesis = performance.now() - load;
  const { maxRSS } = process.resourceUsage();
  fs.rmSync(outdir, { recursive: true, force: true });
  return { load, synth: synthesis, cpu: (user + system) / 1000, memory: maxRSS * 1024 };
}

/** How an image differs from the others. */
interface Difference {
  readonly buildArgs?: Record<string, string>;
  readonly part?: string;
}

/** Loads what one kind needs and nothing else. */
function construct({ kind, directory }: Pick<SynthJob, 'kind' | 'directory'>): (stack: Stack, id: string, difference: Difference) => void {
  if (kind === 'ours') {
    const { NodejsImageAsset } = library();
    return (scope, id, { buildArgs, part = '' }) => new NodejsImageAsset(scope, id, { directory: path.join(directory, part), buildArgs });
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be loaded with ours too
  const { DockerImageAsset } = require('aws-cdk-lib/aws-ecr-assets') as typeof import('aws-cdk-lib/aws-ecr-assets');
  return (scope, id, { buildArgs, part }) => new DockerImageAsset(scope, id, { directory, buildArgs, file: part && `${part}/Dockerfile` });
}

function render({ directory, count }: SynthJob): RenderTimes {
  const { NodejsDockerfile } = library();
  const dockerfile = NodejsDockerfile.fromDirectory({ directory });
  return {
    render: each(() => dockerfile.render(), count),
    all: each(() => NodejsDockerfile.fromDirectory({ directory }).render(), count / 10),
  };
}

function lookForSecrets({ directory, count }: SynthJob): SecretTimes {
  const { NodejsDockerfile } = library();
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'synth-'));
  const whole = (index: number) => materialise(NodejsDockerfile.fromDirectory({ directory }), path.join(outdir, String(index)), new Map());
  const app = path.join(whole(-1).directory, 'app');
  const files = (fs.readdirSync(app, { recursive: true }) as string[]).filter(name => fs.statSync(path.join(app, name)).isFile())
    .map(name => ({ name, content: fs.readFileSync(path.join(app, name)) }));
  const look = () => files.forEach(({ name, content }) => [hardCodedSecret(name, content), judgeAs(secretKind(name), name, content)]);
  look();
  const times: SecretTimes = { all: [], secrets: [] };
  for (let index = 0; index < count; index++) {
    times.all.push(processorTime(() => whole(index)));
    times.secrets.push(processorTime(look));
  }
  fs.rmSync(outdir, { recursive: true, force: true });
  return times;
}

/** What the processor works for something, in milliseconds. */
function processorTime(todo: () => unknown): number {
  const begin = process.cpuUsage();
  todo();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

/** The time of one of many; as many go before, as the warm-up. */
function each(work: () => void, times: number): number {
  let begin = 0;
  for (let time = -times; time < times; time++) {
    if (time === 0) {
      begin = performance.now();
    }
    work();
  }
  return (performance.now() - begin) / times;
}

function library(): typeof import('../lib') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the plain kind is measured without it
  return require('../lib') as typeof import('../lib');
}
