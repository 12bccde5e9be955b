import { deploy } from '../../../lib/steps/deploy/deploy';
import { DEPLOYERS } from '../../../lib/steps/deploy/deployers';
import { Deployment } from '../../../lib/steps/deploy/deployment';
import { at, ENDED, failed, Progress } from '../../../lib/steps/deploy/progress';
import { AwsError } from '../../../lib/steps/world/aws';
import { fakeWorld } from '../world';

const IMAGE_URI = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/api@sha256:${'a'.repeat(64)}`;
const COMMON = { IMAGE_URI, REGION: 'eu-west-1', POLLS: '3', POLL_SECONDS: '10' };
const RUNNING = { Service: { Status: 'RUNNING', SourceConfiguration: { ImageRepository: { ImageRepositoryType: 'ECR', ImageIdentifier: IMAGE_URI } } } };

describe('what is deployed to', () => {
  test.each(Object.entries(DEPLOYERS))('%s is named by variables, each of which has to be there', async (target, { names }) => {
    for (const name of names) {
      const world = fakeWorld({ variables: { ...COMMON, TARGET: target, ...Object.fromEntries(names.filter(other => other !== name).map(other => [other, 'x'])) } });

      await expect(deploy(world)).rejects.toThrow(name);
      expect(world.calls).toEqual([]);
    }
  });

  test.each(['', 'kubernetes', 'constructor'])('is nothing that there is no deployer of: %j', async target => {
    await expect(deploy(fakeWorld({ variables: { ...COMMON, TARGET: target } }))).rejects.toThrow('TARGET');
  });
});

describe('calls', () => {
  const target = { TARGET: 'app-runner', SERVICE_ARN: 'arn:s' };

  test('are of the region of the service', async () => {
    const world = fakeWorld({ variables: { ...COMMON, ...target }, aws: { 'apprunner DescribeService': [RUNNING] } });

    expect(await deploy(world)).toEqual({});
    expect(world.calls).toEqual([{ service: 'apprunner', operation: 'DescribeService', input: { ServiceArn: 'arn:s' }, region: 'eu-west-1' }]);
  });

  test('are by the role that is taken, after it was', async () => {
    const world = fakeWorld({
      variables: { ...COMMON, ...target, ASSUME_ROLE: 'arn:role' },
      aws: {
        'sts AssumeRole': [{ Credentials: { AccessKeyId: 'id', SecretAccessKey: 'secret', SessionToken: 'token', Expiration: new Date(0) } }],
        'apprunner DescribeService': [RUNNING],
      },
    });

    await deploy(world);

    expect(world.calls).toEqual([
      { service: 'sts', operation: 'AssumeRole', input: { RoleArn: 'arn:role', RoleSessionName: 'nodejs-image', DurationSeconds: 3600 }, region: 'eu-west-1' },
      expect.objectContaining({ operation: 'DescribeService', credentials: { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' } }),
    ]);
    expect([...world.said, ...world.shown].join()).not.toMatch(/secret|token/);
  });

  test('that are refused end the deployment with the words of the service', async () => {
    const world = fakeWorld({ variables: { ...COMMON, ...target }, aws: { 'apprunner DescribeService': [new AwsError('AccessDeniedException', 'not you', false)] } });

    await expect(deploy(world)).rejects.toMatchObject({ reason: 'cannot read the service arn:s', detail: 'An error occurred (AccessDeniedException): not you' });
  });
});

describe('waiting', () => {
  const waited = async (...answers: Progress[]) => {
    const world = fakeWorld();
    const outcome = new Deployment(world, { image: IMAGE_URI, region: 'r', patience: { polls: 3, seconds: 10 } })
      .waitFor('the deployment', async () => answers.shift()!).then(() => 'ended', ({ reason }) => reason);
    return { outcome: await outcome, said: world.said, paused: world.paused };
  };

  test('ends with what is waited for, without a pause more', async () => {
    expect(await waited(ENDED)).toEqual({ outcome: 'ended', said: [], paused: [] });
    expect(await waited(at('a'), at('b'), ENDED)).toEqual({ outcome: 'ended', said: ['the deployment: a', 'the deployment: b'], paused: [10, 10] });
  });

  test('says what it is at once', async () => {
    expect((await waited(at('a'), at('a'), ENDED)).said).toEqual(['the deployment: a']);
  });

  test('ends at once with a failure', async () => {
    expect(await waited(at('a'), failed('no'))).toMatchObject({ outcome: 'no', paused: [10] });
  });

  test('ends with its time, and says what it was at', async () => {
    expect(await waited(at('a'), at('b'), at('c'))).toMatchObject({
      outcome: 'the deployment has not ended after 30 seconds, its state is "c": look at the service, or raise "timeout" of the deployment', paused: [10, 10, 10],
    });
  });
});
