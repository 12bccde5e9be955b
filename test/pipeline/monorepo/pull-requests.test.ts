import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AwsBuildSecret, NodejsMonorepoPipeline, PipelineSource } from '../../../lib';
import { decision, PlacedTemplate } from '../../aws/evaluate';
import { temporaryDirectory } from '../../temporary';
import { imagesOf, SimulatedMonorepo } from './simulated-monorepo';
import { serviceName, touch, workspace } from './workspace';

jest.setTimeout(120_000);

const SMALL = { services: 3, packages: 1 };
const names = Array.from({ length: SMALL.services }, (_, index) => serviceName(index));
const sourceOf = (stack: Stack) => PipelineSource.codeCommit(Repository.fromRepositoryName(stack, 'Reviewed', 'sources'));

describe('a pull request', () => {
  const released = async () => {
    const source = workspace(SMALL);
    const pipeline = new SimulatedMonorepo(source, stack => ({ images: imagesOf(source, names), source: sourceOf(stack) }));
    await pipeline.push(source);
    return { source, pipeline };
  };

  test('that changes no image builds none', async () => {
    const { source, pipeline } = await released();
    touch(source, 'docs/guide.md', 'for people');

    expect(await pipeline.pullRequest(source)).toMatchObject({ built: [], reason: undefined });
  });

  test('that changes one builds that one, and releases and records nothing', async () => {
    const { source, pipeline } = await released();
    const before = pipeline.tagsOf('service-1');
    touch(source, 'services/service-1/src/file-0.js', 'changed');

    expect(await pipeline.pullRequest(source)).toMatchObject({ built: ['service-1'], reason: undefined, detail: undefined, reports: ['service-1'] });
    expect(pipeline.written).toEqual([]);
    expect(pipeline.tagsOf('service-1')).toEqual(before);
    // the push of what was merged builds it
    expect(await pipeline.push(source)).toMatchObject({ built: ['service-1'], released: ['service-1'] });
  });

  test('that breaks one of two has both built, fails, and names the one', async () => {
    const { source, pipeline } = await released();
    ['service-1', 'service-2'].forEach(name => touch(source, `services/${name}/src/file-0.js`, 'changed'));
    const { built, reason, detail, reports } = await pipeline.pullRequest(source, ['service-1']);

    expect(built).toEqual(['service-1', 'service-2']);
    expect(reason).toBe('did not pass: service-1; of 2 images that differ from what is released');
    expect(detail).toMatch(/^service-1: gates that did not pass: test \(exit code 1\)/);
    expect(reports.sort()).toEqual(['service-1', 'service-2']);
  });
});

describe('secrets', () => {
  const source = workspace(SMALL);
  const [A, B] = imagesOf(source, names);
  const synthesized = (pullRequestSecrets?: string[]) => {
    const stack = new Stack(new App({ outdir: temporaryDirectory() }), 'Stack', { env: { account: '123456789012', region: 'eu-central-1' } });
    const secret = (name: string) => AwsBuildSecret.secretsManager(name, Secret.fromSecretNameV2(stack, name, name.toLowerCase()));
    new NodejsMonorepoPipeline(stack, 'Services', {
      source: sourceOf(stack), sourceRoot: source,
      images: [{ ...A, buildSecrets: [secret('TOKEN'), secret('OTHER')], pullRequestSecrets }, { ...B, buildSecrets: [secret('THIRD')], pullRequestSecrets: [] }],
    });
    return { stack, template: new PlacedTemplate(Template.fromStack(stack).toJSON()) };
  };
  const project = (template: PlacedTemplate) => template.projects().find(({ id }) => id.startsWith('ServicesPullRequests'))!;
  const secretsOf = (template: PlacedTemplate) => template.statementsOf(project(template).role).filter(({ Action }) => [Action].flat().includes('secretsmanager:GetSecretValue'));
  const fetched = (template: PlacedTemplate) => project(template).properties.Environment.EnvironmentVariables.filter(({ Type }: any) => Type === 'SECRETS_MANAGER');

  test('are in no build of a pull request, and a warning says so where nobody has', () => {
    const { stack, template } = synthesized();

    expect(fetched(template)).toEqual([]);
    expect(secretsOf(template)).toEqual([]);
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('none of the build secrets .TOKEN, OTHER.'))).toHaveLength(1);
  });

  test('that are named are, and no other', () => {
    const { stack, template } = synthesized(['TOKEN']);

    expect(fetched(template).map(({ Name }: any) => Name)).toEqual(['BUILD_SECRET_0']);
    expect(JSON.stringify(secretsOf(template))).toMatch(/:token-/);
    expect(JSON.stringify(secretsOf(template))).not.toMatch(/other|third/);
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('build secrets'))).toEqual([]);
  });

  test('that are none are refused', () => {
    expect(() => synthesized(['NOPE'])).toThrow(/service-0: pullRequestSecrets must be ids of "buildSecrets", received "NOPE"; there are TOKEN, OTHER/);
  });

  test('the role of the project reaches no repository, and reads what is released', async () => {
    const { template } = synthesized();
    const actions = template.statementsOf(project(template).role).flatMap(({ Action }) => Action as string | string[]);

    expect(actions.filter(action => action.startsWith('ecr:'))).toEqual([]);
    const [resource] = template.ids('AWS::DynamoDB::Table').map(id => template.attribute(id, 'Arn'));
    const asked = (action: string, part: string) => decision(template.statementsOf(project(template).role), { action, resource, context: { 'dynamodb:LeadingKeys': part } });
    expect(await asked('dynamodb:Query', ' released')).toBe('Allowed');
    expect(await asked('dynamodb:Query', 'team/api')).toBe('ImplicitlyDenied');
    expect(await asked('dynamodb:PutItem', ' released')).toBe('ImplicitlyDenied');
  });
});
