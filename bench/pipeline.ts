import * as fs from 'fs';
import * as path from 'path';
import { Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { ImageRepository, ImageTag, NodejsImagePipeline, NodejsImageProject, PipelineSource } from '../lib';
import { cleanUp, docker, removeImagesLike } from '../test/container/engine';
import { BuildOutcome } from '../test/deploy/codebuild';
import { SimulatedPipeline } from '../test/deploy/simulated-pipeline';
import { changedSource, IMAGE_APPS, ImageApp } from './image-apps';
import { IMAGE_PROPS } from './image-props';
import { median, table } from './statistics';

/*
 * What a push costs: the second push to a repository, with another source and the same dependencies, built by machines
 * that have nothing of the first. The builder of this machine is emptied before each push, all of it: run this alone.
 */

const RUNS = Number(process.argv[2] ?? 3);
const APPS = ['lets-chat', 'two-stage-demo', 'yarn', 'telescope-posts'];
const MEGABYTE = 1_000_000;

/** How a push becomes a release. */
interface Way {
  readonly name: string;
  /** The steps of CodeBuild, one after another. */
  readonly steps: number;
  readonly alone: boolean;
  readonly registryCache: boolean;
}

const WAYS: readonly Way[] = [
  { name: 'pipeline', steps: 2, alone: false, registryCache: true },
  { name: 'pipeline, no cache', steps: 2, alone: false, registryCache: false },
  { name: 'one step', steps: 1, alone: true, registryCache: true },
  { name: 'one step, no cache', steps: 1, alone: true, registryCache: false },
];

/** What one push took. */
interface Push {
  readonly seconds: number;
  /** CodeBuild counts begun minutes of each build. */
  readonly minutes: number;
  /** Bytes between the builder and its registry, both ways. */
  readonly registry: number;
  /** Bytes of packages and base images. */
  readonly elsewhere: number;
}

void main();

async function main(): Promise<void> {
  const rows: string[][] = [];
  const asked = process.argv.slice(3);
  for (const app of IMAGE_APPS.filter(({ name }) => asked.length ? asked.includes(name) : APPS.includes(name))) {
    const measured = WAYS.map((): Push[] => []);
    try {
      for (let run = 0; run < RUNS; run++) {
        for (const [index, way] of WAYS.entries()) measured[index].push(await secondPush(app, way));
      }
    } finally {
      removeImagesLike(`*/bench-${process.pid}/*`);
      cleanUp();
    }
    const [pipeline] = measured.map(pushes => median(pushes.map(({ seconds }) => seconds)));
    rows.push(...WAYS.map((way, index) => rowOf(app, way, measured[index], pipeline)));
    process.stderr.write(`${app.name} is measured\n`);
  }
  process.stdout.write(`Docker ${docker('version', '--format', '{{.Server.Version}}')}, medians of ${RUNS}\n\n`);
  const head = ['app', 'way', 'steps', 'seconds', 'to the pipeline\'s', 'minutes billed', 'MB to and from ECR', 'MB from elsewhere'];
  process.stdout.write(`${table(head, rows)}\n`);
}

function rowOf({ name }: ImageApp, way: Way, pushes: readonly Push[], pipeline: number): string[] {
  const of = (key: keyof Push) => median(pushes.map(one => one[key]));
  return [name, way.name, String(way.steps), of('seconds').toFixed(1), (of('seconds') / pipeline).toFixed(2), String(of('minutes')), (of('registry') / MEGABYTE).toFixed(1), (of('elsewhere') / MEGABYTE).toFixed(1)];
}

async function secondPush(app: ImageApp, way: Way): Promise<Push> {
  const repository = `bench-${process.pid}/${Date.now()}`;
  const pipeline = synthesized(app, way, repository);
  await push(app, way, pipeline, 1);
  return push(app, way, pipeline, 2);
}

async function push(app: ImageApp, { alone }: Way, pipeline: SimulatedPipeline, number: number): Promise<Push> {
  removeImagesLike(`*/bench-${process.pid}/*`);
  docker('buildx', 'prune', '--force', '--all');
  const before = traffic();
  const commit = String(number).repeat(40);
  const circumstances = {
    source: checkout(app),
    variables: { CommitId: commit },
  };
  const outcomes: BuildOutcome[] = alone
    ? [await pipeline.build(/build/i, circumstances)]
    : Object.values((await pipeline.run(circumstances)).actions);
  const failed = outcomes.find(({ status }) => status === 'FAILED');
  if (failed) {
    throw new Error(failed.log.slice(-3000));
  }
  const after = traffic();
  return {
    seconds: outcomes.reduce((sum, { seconds }) => sum + seconds, 0),
    minutes: outcomes.reduce((sum, { seconds }) => sum + Math.ceil(seconds / 60), 0),
    registry: after.loopback - before.loopback,
    elsewhere: after.received - before.received,
  };
}

/** The bytes that went between programs of this machine, of which the registry is one, and those that came to it from elsewhere. */
function traffic(): { loopback: number; received: number } {
  const [, outside] = /^(\S+)\t00000000\t/m.exec(fs.readFileSync('/proc/net/route', 'utf8'))!;
  return { loopback: receivedBy('lo'), received: receivedBy(outside) };
}

function receivedBy(device: string): number {
  return Number(fs.readFileSync(`/sys/class/net/${device}/statistics/rx_bytes`, 'utf8'));
}

/** The sources of a push, with a mark in one of them that no push before has. */
function checkout(app: ImageApp): string {
  const directory = changedSource(app, `push of ${Date.now()}`);
  fs.mkdirSync(path.join(directory, '.git'));
  return directory;
}

function synthesized(app: ImageApp, { alone, registryCache }: Way, repositoryName: string): SimulatedPipeline {
  return SimulatedPipeline.synthesize((stack: Stack) => {
    const sources = checkout(app);
    const props = {
      ...IMAGE_PROPS[app.name],
      directory: sources,
      sourceRoot: sources,
      source: PipelineSource.codeCommit(Repository.fromRepositoryName(stack, 'Sources', 'sources'), { pullRequests: false }),
      repository: new ImageRepository(stack, 'Images', { repositoryName }),
      registryCache,
      tags: [ImageTag.gitCommit()],
    };
    if (alone) {
      new NodejsImageProject(stack, 'Image', props);
    } else {
      new NodejsImagePipeline(stack, 'Image', props);
    }
  });
}
