import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';

/** What a child is to do. */
export interface SynthJob {
  /** `ours`: `NodejsImageAsset`; `plain`: `DockerImageAsset`. */
  readonly kind: 'ours' | 'plain';
  readonly directory: string;
  readonly count: number;
  /** Whether each image has a build argument of its own, so that each is an asset of its own. */
  readonly different: boolean;
}

/** What a child measured, in milliseconds. */
export interface SynthTimes {
  /** From the start of the process until everything is loaded. */
  readonly load: number;
  /** The constructs and `app.synth()`. */
  readonly synth: number;
  /** What the processor worked for that. */
  readonly cpu: number;
}

const { kind, directory, count, different }: SynthJob = JSON.parse(process.argv[2]);
const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'synth-'));
const add = construct();

const load = performance.now();
const cpu = process.cpuUsage();
const app = new App({ outdir });
const stack = new Stack(app, 'Stack');
for (let index = 0; index < count; index++) {
  add(stack, `Image${index}`, different ? { BUILD: String(index) } : undefined);
}
app.synth();
const { user, system } = process.cpuUsage(cpu);
const times: SynthTimes = { load, synth: performance.now() - load, cpu: (user + system) / 1000 };
process.stdout.write(JSON.stringify(times));
fs.rmSync(outdir, { recursive: true, force: true });

/** Loads what one kind needs and nothing else. */
function construct(): (stack: Stack, id: string, buildArgs?: Record<string, string>) => void {
  /* eslint-disable @typescript-eslint/no-require-imports -- an import would load the other kind too */
  if (kind === 'ours') {
    const { NodejsImageAsset } = require('../lib') as typeof import('../lib');
    return (scope, id, buildArgs) => new NodejsImageAsset(scope, id, { directory, buildArgs });
  }
  const { DockerImageAsset } = require('aws-cdk-lib/aws-ecr-assets') as typeof import('aws-cdk-lib/aws-ecr-assets');
  return (scope, id, buildArgs) => new DockerImageAsset(scope, id, { directory, buildArgs });
}
