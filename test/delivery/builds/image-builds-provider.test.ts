import { existsSync } from 'fs';
import { join } from 'path';
import { App, CustomResource, NestedStack, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { BuildSpec, Project } from 'aws-cdk-lib/aws-codebuild';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { AwsSolutionsChecks } from 'cdk-nag';
import { requireBundle } from '../../../lib/context/require-bundle';
import { ImageBuildsProvider } from '../../../lib/delivery/builds/image-builds-provider';
import { temporaryDirectory } from '../../temporary';

interface Delivery {
  readonly app: App;
  readonly stack: Stack;
}

/** A stack with the custom resources of some images, as the deliveries make them. */
function delivery(...names: string[]): Delivery {
  const app = new App({ outdir: temporaryDirectory() });
  const stack = new Stack(app, 'Stack');
  names.forEach(name => addImage(stack, name));
  return { app, stack };
}

function addImage(stack: Stack, name: string): void {
  const provider = ImageBuildsProvider.of(stack);
  const logGroup = new LogGroup(stack, `${name}Logs`);
  const project = new Project(stack, `${name}Project`, { buildSpec: BuildSpec.fromObject({ version: '0.2' }), logging: { cloudWatch: { logGroup } } });
  const resource = new CustomResource(stack, name, { serviceToken: provider.serviceToken, resourceType: 'Custom::NodejsImage' });
  resource.node.addDependency(provider.grantBuilds(project, logGroup));
}

/** The policies of the function with this handler, by action. */
function permissions(template: Template, handler: string): Record<string, unknown[]> {
  const [lambda] = Object.values(template.findResources('AWS::Lambda::Function', { Properties: { Handler: handler } }));
  const [role] = lambda.Properties.Role['Fn::GetAtt'];
  const policies = Object.values(template.findResources('AWS::IAM::Policy', { Properties: { Roles: [{ Ref: role }] } }));
  const result: Record<string, unknown[]> = {};
  for (const statement of policies.flatMap(policy => policy.Properties.PolicyDocument.Statement)) {
    [statement.Action].flat().forEach((action: string) => (result[action] ??= []).push(...[statement.Resource].flat()));
  }
  return result;
}

const unique = (item: string, index: number, list: string[]): boolean => list.indexOf(item) === index;

describe('the provider of the builds', () => {
  test('is one in a stack, however many images there are', () => {
    const functions = (...names: string[]) => Object.keys(Template.fromStack(delivery(...names).stack).findResources('AWS::Lambda::Function'));
    expect(functions('A', 'B', 'C')).toEqual(functions('A'));
    expect(functions('A')).toHaveLength(5); // two of ours, three of the framework
  });

  test('has ids that stay', () => {
    const ids = Object.keys(Template.fromStack(delivery('A').stack).toJSON().Resources).filter(id => id.startsWith('NodejsImageBuilds'));
    expect(ids.filter((id) => !id.includes('Provider')).sort()).toMatchInlineSnapshot(`
[
  "NodejsImageBuildsFrameworkIsCompleteRole395C4D09",
  "NodejsImageBuildsFrameworkIsCompleteRoleDefaultPolicy1A6C4197",
  "NodejsImageBuildsFrameworkOnEventRole1CF77106",
  "NodejsImageBuildsFrameworkOnEventRoleDefaultPolicyC3E0EBA7",
  "NodejsImageBuildsIsComplete1AF79D74",
  "NodejsImageBuildsIsCompleteRoleAF21A693",
  "NodejsImageBuildsIsCompleteRoleDefaultPolicy989F361E",
  "NodejsImageBuildsLogs28B09768",
  "NodejsImageBuildsOnEventF6307395",
  "NodejsImageBuildsOnEventRole89527C76",
  "NodejsImageBuildsOnEventRoleDefaultPolicyC880F8E1",
]
`);
  });

  test('is one in each nested stack', () => {
    const { stack } = delivery('A');
    const nested = new NestedStack(stack, 'Nested');
    expect(ImageBuildsProvider.of(nested)).not.toBe(ImageBuildsProvider.of(stack));
    expect(ImageBuildsProvider.of(nested).node.path).toBe('Stack/Nested/NodejsImageBuilds');
  });

  test('runs the bundle, on a runtime that lasts', () => {
    const { app, stack } = delivery('A');
    const template = Template.fromStack(stack);
    for (const handler of ['index.onEvent', 'index.isComplete']) {
      template.hasResourceProperties('AWS::Lambda::Function', { Handler: handler, Runtime: 'nodejs24.x', Timeout: 600 });
    }
    const [own] = Object.values(template.findResources('AWS::Lambda::Function', { Properties: { Handler: 'index.onEvent' } }));
    const hash = own.Properties.Code.S3Key.replace('.zip', '');
    expect(existsSync(join(app.synth().directory, `asset.${hash}`, 'index.js'))).toBe(true);
  });

  test('polls every ten seconds, for as long as CloudFormation waits', () => {
    const [machine] = Object.values(Template.fromStack(delivery('A').stack).findResources('AWS::StepFunctions::StateMachine'));
    expect(JSON.stringify(machine.Properties.DefinitionString)).toContain('\\"IntervalSeconds\\":10,\\"MaxAttempts\\":360,\\"BackoffRate\\":1');
  });

  test('keeps its logs for a month, in one log group', () => {
    const image = Template.fromStack(delivery('A').stack);
    const functions = Object.values(image.findResources('AWS::Lambda::Function'));
    const groups = new Set(functions.map(({ Properties }) => Properties.LoggingConfig.LogGroup.Ref));
    expect(groups.size).toBe(1);
    image.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 30 }, DeletionPolicy: 'Delete' });
  });

  test('may run the builds of exactly the projects it was granted', () => {
    const template = Template.fromStack(delivery('A', 'B').stack);
    const [a, b] = Object.keys(template.findResources('AWS::CodeBuild::Project'));
    const projects = [a, b].map(id => ({ 'Fn::GetAtt': [id, 'Arn'] }));
    const ownLog = { 'Fn::GetAtt': [expect.stringMatching(/^NodejsImageBuildsLogs/), 'Arn'] };
    const common = {
      'codebuild:StartBuild': projects,
      'codebuild:StopBuild': projects,
      'codebuild:BatchGetBuilds': projects,
      'codebuild:ListBuildsForProject': projects,
      'logs:CreateLogStream': [ownLog],
      'logs:PutLogEvents': [ownLog],
    };
    expect(permissions(template, 'index.onEvent')).toEqual(common);
    const { 'logs:GetLogEvents': logs, ...others } = permissions(template, 'index.isComplete');
    expect(others).toEqual(common);
    // how the ARN of a log group is put together differs from one version of the CDK to another
    expect(logs.map((log: unknown) => JSON.stringify(log).match(/"([A-Z]Logs)[0-9A-F]{8}"/)![1]).filter(unique)).toEqual(['ALogs', 'BLogs']);
  });

  test('has no managed policy and no wildcard but the versions of the functions that the framework invokes', () => {
    const template = Template.fromStack(delivery('A').stack);
    for (const role of Object.values(template.findResources('AWS::IAM::Role'))) {
      expect(role.Properties.ManagedPolicyArns).toBeUndefined();
    }
    const roles = Object.keys(template.findResources('AWS::IAM::Policy')).filter(id => /^NodejsImageBuilds(OnEvent|IsComplete)/.test(id));
    expect(roles).toHaveLength(2);
    roles.forEach(id => expect(JSON.stringify(template.findResources('AWS::IAM::Policy')[id])).not.toContain('*'));
  });

  test('is asked only once its permissions are there', () => {
    const template = Template.fromStack(delivery('A').stack);
    template.hasResource('Custom::NodejsImage', {
      DependsOn: Match.arrayWith([
        Match.stringLikeRegexp('^NodejsImageBuildsIsCompleteRoleDefaultPolicy'), Match.stringLikeRegexp('^NodejsImageBuildsOnEventRoleDefaultPolicy'),
      ]),
    });
  });

  test('holds the permissions of more images than one policy has room for, and each resource waits for its own', () => {
    const { app, stack } = delivery(...Array.from({ length: 90 }, (_, index) => `Image${index}WithQuiteALongName`));
    const resources = Object.entries<any>(app.synth().getStackByName(stack.stackName).template.Resources);
    const ofType = (pattern: RegExp) => resources.filter(([, { Type }]) => pattern.test(Type));
    const policies = ofType(/^AWS::IAM::(Managed)?Policy$/);
    expect(policies.filter(([id]) => id.startsWith('NodejsImageBuildsIsCompleteRole')).length).toBeGreaterThan(1);
    const images = ofType(/^Custom::NodejsImage$/);
    expect(images).toHaveLength(90);
    for (const [id, { DependsOn }] of images) {
      const [project] = resources.find(([other, { Type }]) => Type === 'AWS::CodeBuild::Project' && other.startsWith(`${id.slice(0, -8)}Project`))
        ?? resources.find(([other, { Type }]) => Type === 'AWS::CodeBuild::Project' && other.startsWith(`${id}Project`))!;
      const own = policies.filter(([policy, { Properties }]) => policy.startsWith('NodejsImageBuilds')
        && JSON.stringify(Properties).includes(`"${project}"`));
      expect(own).toHaveLength(2);
      expect(DependsOn).toEqual(expect.arrayContaining(own.map(([policy]) => policy)));
    }
  });

  test('says which task makes a bundle that is not there', () => {
    expect(() => requireBundle(temporaryDirectory())).toThrow(/not bundled.*run "npx projen bundle"/);
  });

  test('two synths are the same', () => {
    const synth = () => {
      const { app, stack } = delivery('A', 'B');
      return JSON.stringify(app.synth().getStackByName(stack.stackName).template);
    };
    expect(synth()).toBe(synth());
  });
});

describe('cdk-nag', () => {
  /** The rules that do not hold below a construct of this path. */
  const findings = ({ app }: Delivery, path: string) => new AwsSolutionsChecks().validateScope(app).violations
    .filter(({ violatingResources }) => violatingResources.some(({ constructPath }) => constructPath?.startsWith(path)))
    .map(({ ruleName }) => ruleName.replace(/\[.*/, ''));

  test('finds nothing in the provider, granted or not', () => {
    expect(findings(delivery('A'), 'Stack/NodejsImageBuilds/')).toEqual([]);
  });

  test('would find what there is to find', () => {
    const made = delivery();
    const provider = ImageBuildsProvider.of(made.stack).node.findChild('Provider') as Provider;
    new Provider(made.stack, 'Other', { onEventHandler: provider.onEventHandler, isCompleteHandler: provider.isCompleteHandler });
    // newer versions of the CDK take a newer runtime, which L1 has nothing to say of
    const rules = ['AwsSolutions-IAM4', 'AwsSolutions-IAM5', 'AwsSolutions-SF1', 'AwsSolutions-SF2'];
    expect([...new Set(findings(made, 'Stack/Other/'))].filter(rule => rule !== 'AwsSolutions-L1').sort()).toEqual(rules);
  });
});
