import { createPublicKey } from 'crypto';
import { answer } from '../../../lib/handlers/image-admission';
import { Services } from '../../../lib/handlers/image-admission/services';
import { AwsError } from '../../../lib/steps/world/aws';
import { Draft, KEY_ARN, NOW, OTHERS, OURS, release, REPOSITORY } from '../../attestations/admission/release';
import { attach } from '../../steps/admission/attach';
import { FakeRegistry } from '../../steps/registry/fake-registry';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const SIDECAR = 'public.ecr.aws/aws-observability/aws-otel-collector:v1';
const REVISION = 'arn:aws:ecs:eu-central-1:123456789012:service-revision/cluster/api/1';
/** As the documentation of ECS shows it. */
const EVENT = {
  executionId: 'e8d5a28f', lifecycleStage: 'PRE_SCALE_UP', resourceArn: 'arn:aws:ecs:eu-central-1:123456789012:service-deployment/cluster/api/2',
  executionDetails: { serviceArn: 'arn:aws:ecs:eu-central-1:123456789012:service/cluster/api', targetServiceRevisionArn: REVISION, testTrafficWeights: {}, productionTrafficWeights: {} },
};
const VARIABLES = {
  REPOSITORIES: JSON.stringify([REPOSITORY]), OTHER_IMAGES: 'refuse', KEYS: JSON.stringify([KEY_ARN]),
  ADMISSION: JSON.stringify({ repositories: [REPOSITORY], gates: ['test'] }),
};

interface Run {
  readonly images?: readonly object[];
  readonly drafts?: readonly Draft[];
  readonly variables?: NodeJS.ProcessEnv;
  readonly event?: object;
  readonly aws?: { readonly [operation: string]: object | AwsError };
  readonly registry?: FakeRegistry;
}

/** What ECS is told, and what the log is. */
async function run({ images = [{ containerName: 'web', image: `${REPOSITORY}:main`, imageDigest: DIGEST }], drafts = release({ digest: DIGEST }), variables, event = EVENT, aws = {}, registry = new FakeRegistry() }: Run = {}) {
  attach(registry, REPOSITORY, DIGEST, drafts);
  const [log, calls]: [string[], string[]] = [[], []];
  const answers: { readonly [operation: string]: object } = {
    DescribeServiceRevisions: { serviceRevisions: [{ serviceRevisionArn: REVISION, containerImages: images }] },
    GetAuthorizationToken: { authorizationData: [{ authorizationToken: 'dG9rZW4=' }] },
    GetPublicKey: { PublicKey: createPublicKey(OURS.publicKey).export({ type: 'spki', format: 'der' }) },
    ...aws,
  };
  const services: Services = {
    aws: {
      async call(service, operation, input, options) {
        calls.push(`${service} ${operation} ${JSON.stringify(input)} ${options?.region ?? ''}`.trim());
        if (answers[operation] instanceof Error) throw answers[operation];
        return answers[operation];
      },
    },
    fetch: registry.fetch,
    pause: async () => undefined,
    now: () => NOW,
    say: line => void log.push(line),
  };
  const { hookStatus } = await answer(services, { ...VARIABLES, ...variables }, event);
  return { hookStatus, log, calls, registry };
}

test('a revision whose image has all that is demanded goes on', async () => {
  const { hookStatus, log, calls, registry } = await run();

  expect([hookStatus, log]).toEqual(['SUCCEEDED', [`${REVISION} of ${EVENT.executionDetails.serviceArn} is admitted`]]);
  expect(calls.sort()).toEqual([
    'ecr GetAuthorizationToken {} eu-central-1', `ecs DescribeServiceRevisions {"serviceRevisionArns":["${REVISION}"]}`, `kms GetPublicKey {"KeyId":"${KEY_ARN}"} eu-central-1`,
  ]);
  expect([...new Set(registry.asked.map(({ authorization }) => authorization))]).toEqual(['Basic dG9rZW4=']);
});

test('a page of the list that lies on another host is not asked for with the login of the registry', async () => {
  const registry = new FakeRegistry();
  registry.faults.push({ on: `referrers/${DIGEST}`, statuses: [new Response('{"manifests":[]}', { headers: { link: '<https://elsewhere.example/v2/x>; rel="next"' } })] });
  await run({ registry });

  expect(registry.asked.map(({ url, authorization }) => [new URL(url).host, authorization])).toEqual([[REPOSITORY.split('/')[0], 'Basic dG9rZW4='], ['elsewhere.example', undefined]]);
});

test('an image that the task definition names by its digest needs no word of ECS', async () => {
  expect((await run({ images: [{ containerName: 'web', image: `${REPOSITORY}@${DIGEST}` }] })).hookStatus).toBe('SUCCEEDED');
  expect((await run({ images: [{ containerName: 'web', image: `${REPOSITORY}:main@${DIGEST}` }] })).hookStatus).toBe('SUCCEEDED');
});

test('a public key takes the place of one of KMS', async () => {
  const { hookStatus, calls } = await run({ variables: { KEYS: '[]', PUBLIC_KEYS: JSON.stringify([OURS.publicKey]) } });

  expect([hookStatus, calls.some(call => call.startsWith('kms'))]).toEqual(['SUCCEEDED', false]);
});

test('an image that was pushed by hand goes no further, with all reasons in the log', async () => {
  expect(await run({ drafts: [] })).toMatchObject({
    hookStatus: 'FAILED',
    log: [
      `${REVISION} is refused:`, `- ${REPOSITORY}@${DIGEST}: it has no signature`, `- ${REPOSITORY}@${DIGEST}: it has no provenance`, `- ${REPOSITORY}@${DIGEST}: no gate has a result`,
      `- ${REPOSITORY}@${DIGEST}: it has no summary of a verification`,
    ],
  });
  expect((await run({ drafts: release({ digest: DIGEST, by: OTHERS }) })).hookStatus).toBe('FAILED');
  expect((await run({ drafts: release({ digest: `sha256:${'b'.repeat(64)}` }) })).hookStatus).toBe('FAILED');
});

test('a tag of which nobody knows what it is on is refused', async () => {
  for (const image of [`${REPOSITORY}:main`, REPOSITORY, `${REPOSITORY}@latest`]) {
    expect(await run({ images: [{ containerName: 'web', image }] })).toMatchObject({
      hookStatus: 'FAILED', log: [`${REVISION} is refused:`, `- the container "web" names its image of ${REPOSITORY} by a tag, which may be on another image when it runs: name it by its digest`],
    });
  }
});

test('each container is looked at', async () => {
  const images = [{ containerName: 'web', image: `${REPOSITORY}@${DIGEST}` }, { containerName: 'worker', image: `${REPOSITORY}@sha256:${'b'.repeat(64)}` }];

  expect(await run({ images })).toMatchObject({ hookStatus: 'FAILED', log: expect.arrayContaining([`- ${REPOSITORY}@sha256:${'b'.repeat(64)}: it has no signature`]) });
});

test('images of other repositories are refused or let be, as the construct says', async () => {
  const images = [{ containerName: 'web', image: `${REPOSITORY}@${DIGEST}` }, { containerName: 'telemetry', image: SIDECAR, imageDigest: DIGEST }];

  expect(await run({ images })).toMatchObject({
    hookStatus: 'FAILED', log: [`${REVISION} is refused:`, `- the container "telemetry" runs an image of public.ecr.aws/aws-observability/aws-otel-collector, which is none of ${REPOSITORY}`],
  });
  expect((await run({ images, variables: { OTHER_IMAGES: 'admit' } })).hookStatus).toBe('SUCCEEDED');
  // a name that only begins alike is another repository
  expect((await run({ images: [{ containerName: 'web', image: `${REPOSITORY}2@${DIGEST}` }] })).hookStatus).toBe('FAILED');
  expect((await run({ images: [{ containerName: 'web', image: `${REPOSITORY}/x:1@${DIGEST}` }] })).hookStatus).toBe('FAILED');
});

test.each([
  ['ECS names no revision', { event: {} }, 'ECS named no service revision'],
  ['the revision is not there', { aws: { DescribeServiceRevisions: {} } }, `the service revision ${REVISION} names no image`],
  ['the revision has no images', { images: [] }, `the service revision ${REVISION} names no image`],
  ['a container has no image', { images: [{}] }, `the container "" runs an image of , which is none of ${REPOSITORY}`],
  ['the revision may not be read', { aws: { DescribeServiceRevisions: new AwsError('AccessDeniedException', 'no', false) } }, `cannot read the service revision ${REVISION}: An error occurred (AccessDeniedException): no`],
  ['the key may not be read', { aws: { GetPublicKey: new AwsError('AccessDeniedException', 'no', false) } }, `cannot read the public key of ${KEY_ARN}: An error occurred (AccessDeniedException): no`],
  ['nobody may log in', { aws: { GetAuthorizationToken: new AwsError('AccessDeniedException', 'no', false) } }, 'cannot log in to 123456789012.dkr.ecr.eu-central-1.amazonaws.com: An error occurred (AccessDeniedException): no'],
  ['it is told nothing', { variables: { ADMISSION: '' } }, 'the variable ADMISSION is not the JSON that it should be'],
  ['it demands nothing', { variables: { ADMISSION: '{"repositories":[],"gates":[]}' } }, 'the variable ADMISSION is not the JSON that it should be'],
  ['there is no key', { variables: { KEYS: '[]' } }, `${REPOSITORY}@${DIGEST}: it has no signature`],
])('where %s, nothing is admitted', async (_, given: Run, reason) => {
  const { hookStatus, log } = await run(given);

  expect(hookStatus).toBe('FAILED');
  expect(log.slice(1).map(line => line.slice(2))).toContain(reason);
});

test('a registry that is away for longer than its tries refuses, and one that is busy is asked again', async () => {
  const away = new FakeRegistry();
  away.faults.push({ on: 'referrers', statuses: Array.from({ length: 5 }, () => 503) });
  expect(await run({ registry: away })).toMatchObject({ hookStatus: 'FAILED', log: [`${REVISION} is refused:`, `- cannot list what refers to ${REPOSITORY}@${DIGEST}: the registry answered 503: a fault`] });

  const busy = new FakeRegistry();
  busy.faults.push({ on: 'referrers', statuses: [429, 503] });
  expect((await run({ registry: busy })).hookStatus).toBe('SUCCEEDED');
});
