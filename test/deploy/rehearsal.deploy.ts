import { spawnSync } from 'child_process';
import * as http from 'http';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { BaseImage } from '../../lib';
import { cleanUp, docker, removeImagesLike } from '../container/engine';
import { baseOfTwoLabels } from './base-of-two-labels';
import { HASTY, lastWords, missingParts, newSources, Push, releaseTags, synthesized } from './pipeline-fixture';
import { digestOf, ECR_HOST, Fault, faultyRegistry, FaultyRegistry, refuse } from './registry';
import { Execution, SimulatedPipeline } from './simulated-pipeline';

/*
 * Random orders of what can go wrong between a push and a release, one after another in one repository. After each run
 * the registry is looked at: a release tag is there if and only if it is one of a push that passed, and all of its image
 * is there, whatever happened before.
 *
 * REHEARSAL_SEED and REHEARSAL_ORDERS run others, or fewer: fifty take some ten minutes of a machine that does nothing else.
 */

const SEED = Number(process.env.REHEARSAL_SEED ?? 20261151);
const ORDERS = Number(process.env.REHEARSAL_ORDERS ?? 50);
const RUNS_PER_ORDER = 2;

/** Of this run alone: the registry outlives it. */
const RUN = `rehearsal-${process.pid}-${Date.now()}`;

jest.setTimeout(1_200_000);

/** Where the registry is not itself: for which actions, and how. */
interface Trouble {
  readonly actions: readonly string[];
  readonly fault: () => Fault;
}

const away: Fault = (_, response) => refuse(response, 503, 'UNAVAILABLE', 'by the rehearsal');
/** What a client does not ask for again and again, for a minute and more, as it does after an error of the server. */
const denied = (response: http.ServerResponse) => refuse(response, 403, 'DENIED', 'by the rehearsal');

const TROUBLES: { readonly [name: string]: Trouble } = {
  'the registry is away': { actions: ['Amd64'], fault: () => away },
  'pushes are refused': {
    actions: ['Amd64', 'Arm64'], fault: () => (request, response) => request.method === 'POST' && denied(response),
  },
  'the connection is cut half-way through the layers': { actions: ['Amd64', 'Arm64'], fault: cutAfterOneLayer },
  'the manifest is refused': {
    actions: ['Arm64'], fault: () => (request, response) => request.method === 'PUT' && /\/manifests\//.test(request.url!) && denied(response),
  },
  'the registry is away after the builds': { actions: ['Index'], fault: () => away },
  'the registry is away at the release': { actions: ['Release'], fault: () => away },
};

/** One layer comes through, the connection of the next is cut, and no other is taken. */
function cutAfterOneLayer(): Fault {
  let uploads = 0;
  return (request, response) => {
    if (!['PATCH', 'PUT'].includes(request.method!) || !/\/blobs\/uploads\//.test(request.url!) || ++uploads < 2) return false;
    return uploads > 2 ? denied(response) : Boolean(response.destroy());
  };
}

/** What one run of the pipeline is to be. */
interface Step {
  readonly push: Push;
  readonly trouble?: string;
  /** Whether another run of the same sources goes on at the same time. */
  readonly race: boolean;
  /** Whether it is the push of the run before, once more. */
  readonly again: boolean;
}

/** Mulberry32: the same orders for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6D2B79F5) | 0; // eslint-disable-line no-bitwise
    let value = Math.imul(state ^ (state >>> 15), 1 | state); // eslint-disable-line no-bitwise
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value; // eslint-disable-line no-bitwise
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296; // eslint-disable-line no-bitwise
  };
}

function orderOf(random: () => number): Step[] {
  const one = <T>(choices: readonly T[]) => choices[Math.floor(random() * choices.length)];
  return Array.from({ length: RUNS_PER_ORDER }, (_, index) => ({
    push: one<Push>(['good', 'good', 'good', 'good', 'broken test', 'broken lint', 'hanging test']),
    trouble: random() < 0.5 ? one(Object.keys(TROUBLES)) : undefined,
    race: random() < 0.15,
    again: index > 0 && random() < 0.4,
  }));
}

function described({ push, trouble, race, again }: Step): string {
  return [again ? 'the same push again' : push, ...trouble ? [trouble] : [], ...race ? ['two runs at once'] : []].join(', ');
}

/** Of one platform, and of two; each with the action that gives the digest of the whole image. */
let pipelines: { readonly pipeline: SimulatedPipeline; readonly hasty: SimulatedPipeline; readonly lastBuild: string }[];

beforeAll(async () => {
  const base = await baseOfTwoLabels();
  const baseImage = BaseImage.custom({ buildImage: base, runtimeImage: base });
  const directory = newSources('good', RUN);
  pipelines = [[Platform.LINUX_AMD64], [Platform.LINUX_AMD64, Platform.LINUX_ARM64]].map(platforms => {
    const [pipeline, hasty] = [undefined, HASTY].map(gates =>
      synthesized(`${RUN}/placeholder`, directory, { platforms, baseImage, registryCache: false, ...gates && { gates } }));
    return { pipeline, hasty, lastBuild: platforms.length > 1 ? 'Index' : 'Amd64' };
  });
});

afterAll(() => {
  removeImagesLike(`*/${RUN}/*`);
  cleanUp();
});

const random = randomOf(SEED);
const orders = Array.from({ length: ORDERS }, () => orderOf(random));

/** Runs an order, and looks at the registry after each of its runs. */
async function rehearse(index: number): Promise<void> {
  const story: string[] = [`seed ${SEED}, order ${index}`];
  const repository = `${RUN}/order-${index}`;
  // two platforms take twice the time
  const { pipeline, hasty, lastBuild } = pipelines[Number(index % 4 === 3)];
  /** The pushes that passed, by their commits. */
  const released = new Map<string, string>();
  let push: Push = 'good';
  let sources = '';
  let commit = '';
  for (const [number, step] of orders[index].entries()) {
    story.push(described(step));
    if (!step.again) {
      push = step.push;
      sources = newSources(push, `${RUN} ${index} ${number}`);
      commit = `${number}${index.toString(16)}`.padEnd(40, 'a');
    }
    const faulty: FaultyRegistry | undefined = step.trouble ? await faultyRegistry(TROUBLES[step.trouble].fault()) : undefined;
    const run = () => (push === 'hanging test' ? hasty : pipeline).run({
      source: sources,
      variables: { CommitId: commit },
      hosts: faulty && Object.fromEntries(TROUBLES[step.trouble!].actions.map(action => [action, faulty.host])),
      repository,
    });
    const executions = await Promise.all(step.race ? [run(), run()] : [run()]);
    await faulty?.close();

    const imageOf = ({ actions }: Execution) => actions[lastBuild]?.exported.IMAGE_DIGEST;
    const [successful] = executions.filter(({ status }) => status === 'SUCCEEDED');
    if (successful) {
      released.set(commit, imageOf(successful));
      story.push(`  released ${commit.slice(0, 4)}`);
    }
    const because = story.join('\n');
    const tags = await releaseTags(repository);
    const { main, ...commits } = Object.fromEntries(await Promise.all(tags.map(async tag => [tag, (await digestOf(repository, tag))!])));
    // what failed at the release may have put some of its tags: all of them are of the image that passed
    const passed = { ...Object.fromEntries(released), ...push === 'good' && !released.has(commit) ? { [commit]: executions.map(imageOf).find(Boolean) } : {} };
    expect([because, Object.entries(commits).filter(([tag, digest]) => passed[tag] !== digest)]).toEqual([because, []]);
    expect([because, [...released.keys()].filter(tag => commits[tag] === undefined)]).toEqual([because, []]);
    expect([because, [undefined, ...Object.values(passed)].includes(main)]).toEqual([because, true]);
    expect([because, await missingParts(repository)]).toEqual([because, []]);
    expect([because, push === 'good' || executions.every(({ status }) => status === 'FAILED')]).toEqual([because, true]);
    if (push === 'good' && !step.trouble) {
      expect([because, executions.flatMap(({ status, actions }) => status === 'FAILED' ? Object.values(actions).map(outcome => lastWords(outcome)) : [])]).toEqual([because, []]);
    }
  }
  if (released.size) {
    const image = `${ECR_HOST}/${repository}:main`;
    docker('pull', '--quiet', '--platform', 'linux/amd64', image);
    expect(docker('run', '--rm', '--entrypoint', 'node', image, '--check', 'server.js')).toBe('');
    spawnSync('docker', ['image', 'rm', image]);
  }
  console.log(story.join('\n'));
}

/** Begun two at a time: while one waits for the registry another computes. */
const rehearsals: Promise<void>[] = [];

beforeAll(() => {
  const lanes = [Promise.resolve(), Promise.resolve()];
  for (const index of orders.keys()) {
    const lane = index % lanes.length;
    rehearsals[index] = lanes[lane].then(() => rehearse(index));
    lanes[lane] = rehearsals[index].catch(() => undefined);
  }
});

test.each([...orders.keys()])('order %i of the seed leaves nothing untested and nothing incomplete under a release tag', async index => {
  await rehearsals[index];
});

test('among them is every kind of push and of trouble', () => {
  const steps = orders.flat();

  expect([...new Set(steps.map(({ push }) => push))].sort()).toEqual(['broken lint', 'broken test', 'good', 'hanging test']);
  expect(Object.keys(TROUBLES).filter(trouble => !steps.some(step => step.push === 'good' && step.trouble === trouble))).toEqual([]);
});
