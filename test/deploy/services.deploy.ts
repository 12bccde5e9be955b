import { stepBuildspec } from '../../lib/codebuild/buildspec/step-buildspec';
import { ImageScan } from '../../lib/pipeline/scan/image-scan';
import { cleanUp, removeImagesLike } from '../container/engine';
import { saidIn } from '../shell/scripted-run';
import { aws } from './aws';
import { BuildOutcome, runBuildspec } from './codebuild';
import { pushImageOfOneFile } from './image-of-one-file';
import { digestOf, ECR_HOST, manifestOf } from './registry';

/*
 * The steps that ask services of AWS, with the SDK itself and an emulator of the services. It has no deployments of
 * ECS, no App Runner and no Inspector: those run with answers that are made up, see aws-models.deploy.ts.
 */

jest.setTimeout(180_000);

/** Of this run alone: the emulator outlives it. */
const RUN = `services-${process.pid}-${Date.now()}`;
const REGION = process.env.AWS_REGION!;
const ACCOUNT = process.env.AWS_ACCOUNT_ID!;

afterAll(() => {
  removeImagesLike(`*/${RUN}/*`);
  cleanUp();
});

/** An image of one file in the registry, which ECR knows too; its digest. */
async function pushed(repository: string): Promise<string> {
  pushImageOfOneFile(repository, 'one');
  const digest = (await digestOf(repository, 'one'))!;
  aws('ecr', 'create-repository', '--repository-name', repository);
  aws('ecr', 'put-image', '--repository-name', repository, '--image-digest', digest, '--image-manifest', (await manifestOf(repository, digest)).text);
  return digest;
}

const said = ({ log }: BuildOutcome): string[] => saidIn(log);

describe('the scan gate', () => {
  const repository = `${RUN}/scanned`;
  let digest: string;

  beforeAll(async () => {
    digest = await pushed(repository);
  });

  const scan = (gate: ImageScan) => runBuildspec(stepBuildspec({ name: 'scan', exports: ['FINDINGS'] }), {
    environment: {
      REPOSITORY: `${ECR_HOST}/${repository}`, REPOSITORY_ARN: `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${repository}`, IMAGE_DIGEST: digest,
      SCAN: gate._variable(), METRICS_NAMESPACE: RUN, METRICS_IMAGE: 'api',
    },
  });

  test('has an image scanned that was not, and stops it for what is found', async () => {
    const outcome = await scan(ImageScan.basic());

    expect(outcome.status).toBe('FAILED');
    expect(said(outcome)).toContain(`a scan of ${ECR_HOST}/${repository}@${digest} was started`);
    expect(said(outcome).at(-1)).toMatch(/^error: findings beyond the limits: HIGH 1 \(at most 0\); the first are CVE-9999-9999 in moto_fake: /);
  });

  test('lets it pass once the finding is accepted, and measures what there is', async () => {
    const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const outcome = await scan(ImageScan.basic({ accepted: [{ id: 'CVE-9999-9999', reason: 'of the emulator', expires }] }));

    expect([outcome.status, said(outcome).at(-1)]).toEqual(['SUCCEEDED', 'the findings are within the limits']);
    expect(JSON.parse(outcome.exported.FINDINGS)).toMatchObject({ HIGH: 0, ACCEPTED: 1 });
    const { Metrics } = aws('cloudwatch', 'list-metrics', '--namespace', RUN);
    expect(Metrics.map(({ MetricName, Dimensions }: any) => [MetricName, Dimensions.find(({ Name }: any) => Name === 'Severity').Value]))
      .toEqual(expect.arrayContaining([['Findings', 'CRITICAL'], ['Findings', 'HIGH']]));
  });

  test('says that the registry scans by Inspector', async () => {
    aws('ecr', 'put-registry-scanning-configuration', '--scan-type', 'ENHANCED', '--rules', '[]');
    try {
      const outcome = await scan(ImageScan.basic());

      expect([outcome.status, said(outcome).at(-1)]).toEqual(['FAILED', expect.stringContaining('give the pipeline ImageScan.inspector()')]);
    } finally {
      aws('ecr', 'put-registry-scanning-configuration', '--scan-type', 'BASIC', '--rules', '[]');
    }
  });
});

describe('a deployment to Lambda', () => {
  const name = RUN;

  beforeAll(async () => {
    const digest = await pushed(`${RUN}/first`);
    const role = aws('iam', 'create-role', '--role-name', name, '--assume-role-policy-document', '{"Version":"2012-10-17","Statement":[]}').Role.Arn;
    const code = `ImageUri=${ECR_HOST}/${RUN}/first@${digest}`;
    aws('lambda', 'create-function', '--function-name', name, '--package-type', 'Image', '--code', code, '--role', role);
    const { Version } = aws('lambda', 'publish-version', '--function-name', name);
    aws('lambda', 'create-alias', '--function-name', name, '--name', 'live', '--function-version', Version);
  });

  test('gives the function its image, and its alias the new version', async () => {
    const image = `${ECR_HOST}/${RUN}/second@${await pushed(`${RUN}/second`)}`;

    const outcome = await runBuildspec(stepBuildspec({ name: 'deploy' }), {
      environment: { TARGET: 'lambda', IMAGE_URI: image, REGION, FUNCTION: name, ALIAS: 'live', POLLS: '5', POLL_SECONDS: '1' },
    });

    expect([outcome.status, said(outcome)]).toEqual(['SUCCEEDED', [`the alias live of ${name} is version 2`, `${name} runs ${image} as version 2`]]);
    expect(aws('lambda', 'get-alias', '--function-name', name, '--name', 'live').FunctionVersion).toBe('2');
    expect(aws('lambda', 'get-function', '--function-name', name, '--qualifier', '2').Code.ImageUri).toBe(image);
  });
});
