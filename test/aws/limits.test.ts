import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { app } from '../../examples/app';
import { NodejsImageProject, PipelineSource } from '../../lib';
import { smallService, temporaryDirectory } from '../temporary';
import { ACCOUNT, REGION, resourcesOf } from './evaluate';
import { LIMITS, MISSING_TYPES, TEMPLATE_BYTES, WEBHOOK_EVENTS } from './limits';

// without a name for it, the app synthesizes into a temporary directory
afterAll(() => fs.rmSync(app.outdir, { recursive: true, force: true }));

const stacks = app.node.children.filter(child => Stack.isStack(child)).map((stack): [string, Stack] => [stack.node.id, stack]);
const resources = new Map(stacks.map(([name, stack]) => [name, resourcesOf(Template.fromStack(stack).toJSON(), stack.stackName)]));

/** What a user adds to an image: that it is not in all regions is theirs to know. */
const OF_USERS = ['AWS::AppRunner::Service', 'AWS::Lambda::Url'];

describe.each(LIMITS)('$name', ({ name: limit, least = 0, most, of }) => {
  test('which every example keeps', () => {
    const found = [...resources].flatMap(([name, all]) => of(all).map(value => [name, value]));

    expect(found.filter(([, value]) => !(Number(value) >= least && Number(value) <= most))).toEqual([]);
    // what no example has is held against in the app of many pipelines
    expect(found.length + Number(limit === 'characters of a managed policy')).toBeGreaterThan(0);
  });
});

test('no template is larger than CloudFormation takes, as the CDK writes it', () => {
  const sizes = stacks.map(([name, stack]): [string, number] => [name, fs.statSync(path.join(app.outdir, stack.templateFile)).size]);

  expect(sizes.filter(([, bytes]) => bytes > TEMPLATE_BYTES)).toEqual([]);
});

test('what is made for images is in every region that has CodeBuild', () => {
  const without = MISSING_TYPES['AWS::CodeBuild::Project'];
  const used = [...new Set([...resources.values()].flat().map(({ type }) => type))].filter(type => !OF_USERS.includes(type));

  expect(used).toEqual(expect.arrayContaining(['AWS::CodeBuild::Project', 'AWS::CodePipeline::Pipeline', 'AWS::Events::Rule']));
  expect(used.filter(type => MISSING_TYPES[type]?.some(region => !without.includes(region)))).toEqual([]);
});

test.each([
  ['GITHUB', PipelineSource.gitHub], ['GITLAB', PipelineSource.gitLab], ['BITBUCKET', PipelineSource.bitbucket],
])('the webhooks of %s have events of it', (type, source) => {
  const stack = new Stack(new App({ outdir: temporaryDirectory() }), 'Stack');
  const directory = smallService();
  const connectionArn = `arn:aws:codeconnections:${REGION}:${ACCOUNT}:connection/0f0e0d0c`;
  new NodejsImageProject(stack, 'Api', { directory, sourceRoot: directory, source: source('team/api', { connectionArn, protectedGitTags: ['v*'] }) });
  const webhooks = resourcesOf(Template.fromStack(stack).toJSON(), stack.stackName).map(({ properties }) => properties)
    .filter(({ Triggers }) => Triggers);
  const events = webhooks.flatMap(({ Triggers: { FilterGroups } }) => FilterGroups.flat()).filter(({ Type }: any) => Type === 'EVENT').flatMap(({ Pattern }: any) => Pattern.split(', '));

  expect(webhooks.map(({ Source }) => Source.Type)).toEqual([type, type]);
  expect(events.length).toBeGreaterThan(3);
  expect(events.filter((event: string) => !WEBHOOK_EVENTS[type].includes(event))).toEqual([]);
});
