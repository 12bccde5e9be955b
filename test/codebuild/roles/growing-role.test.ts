import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { GrowingRole } from '../../../lib/codebuild/roles/growing-role';
import { resourcesOf } from '../../aws/evaluate';
import { LIMITS } from '../../aws/limits';

function roleWith(add: (role: GrowingRole, stack: Stack) => void, context = {}) {
  const stack = new Stack(new App({ context }), 'Stack');
  add(new GrowingRole(stack, 'Role', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') }), stack);
  const template = Template.fromStack(stack);
  const policies = (type: string): any[] => Object.values<any>(template.findResources(type))
    .map(({ Properties }) => Properties.PolicyDocument.Statement);
  return { template, inline: policies('AWS::IAM::Policy').flat(), managed: policies('AWS::IAM::ManagedPolicy') };
}

const parts = (...names: string[]) => ({ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': names } });

// the CDK joins statements itself where this is set
describe.each([{}, { '@aws-cdk/aws-iam:minimizePolicies': true }])('a role with %j', context => {
  test('has one statement for what is allowed in the same words', () => {
    const { inline } = roleWith(role => ['a', 'b', 'a'].forEach(name => {
      role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: [`arn:aws:s3:::${name}/*`] }));
      role.addToPolicy(new PolicyStatement({ actions: ['s3:PutObject', 's3:GetObject'], resources: [`arn:aws:s3:::${name}/more`] }));
    }), context);
    expect(inline).toHaveLength(1);
    expect([...inline[0].Resource].sort()).toEqual(['a/*', 'a/more', 'b/*', 'b/more'].map(name => `arn:aws:s3:::${name}`));
  });

  test('joins nothing that is allowed under another condition, of another action, or denied', () => {
    const { inline } = roleWith(role => {
      role.addToPolicy(new PolicyStatement({ actions: ['a:b'], resources: ['arn:1'] }));
      role.addToPolicy(new PolicyStatement({ actions: ['a:b', 'a:c'], resources: ['arn:2'] }));
      role.addToPolicy(new PolicyStatement({ actions: ['a:b'], resources: ['arn:3'], conditions: { StringEquals: { 'a:d': 'e' } } }));
      role.addToPolicy(new PolicyStatement({ actions: ['a:b'], resources: ['arn:4'], effect: Effect.DENY }));
      role.addToPolicy(new PolicyStatement({ actions: ['a:b'], notResources: ['arn:5'] }));
    }, context);
    const told = ({ Effect: effect, Action, Resource, NotResource, Condition }: any) =>
      [effect, [Action].flat().length, Resource ?? NotResource, Condition !== undefined];
    expect(inline.map(told)).toEqual(expect.arrayContaining([
      ['Allow', 1, 'arn:1', false], ['Allow', 2, 'arn:2', false], ['Allow', 1, 'arn:3', true], ['Deny', 1, 'arn:4', false], ['Allow', 1, 'arn:5', false],
    ]));
    expect(inline).toHaveLength(5);
  });

  test('joins the parts of one table, and not those of two', () => {
    const { inline } = roleWith(role => {
      for (const [table, part] of [['one', 'a'], ['two', 'b'], ['one', 'c']]) {
        role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [`arn:${table}`], conditions: parts(part) }));
        role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: [`arn:${table}`], conditions: parts(`${part} tags`) }));
      }
    }, context);
    expect(inline.map(({ Action, Resource, Condition }) => [Action, Resource, Condition['ForAllValues:StringEquals']['dynamodb:LeadingKeys']])).toEqual(expect.arrayContaining([
      ['dynamodb:GetItem', 'arn:one', ['a', 'c']], ['dynamodb:GetItem', 'arn:two', ['b']], ['dynamodb:PutItem', 'arn:one', ['a tags', 'c tags']], ['dynamodb:PutItem', 'arn:two', ['b tags']],
    ]));
    expect(inline).toHaveLength(4);
  });

  test('keeps each policy within what IAM takes, and loses nothing', () => {
    const { template, inline, managed } = roleWith((role, stack) => Array.from({ length: 150 }, (_, index) => {
      const topic = new Topic(stack, `${'Name'.repeat(10)}${index}`);
      role.addToPolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] }));
      role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: ['arn:table'], conditions: parts(topic.topicName) }));
      role.addToPolicy(new PolicyStatement({ actions: ['sns:Subscribe'], resources: [topic.topicArn], conditions: { StringEquals: { 'sns:Protocol': `protocol-${index}` } } }));
    }), context);
    const all = [...inline, ...managed.flat()];
    const flat = (value: any): any[] => [value].flat();

    expect(managed.length).toBeGreaterThan(3);
    expect(all.filter(({ Action }) => Action === 'sns:Publish').flatMap(({ Resource }) => flat(Resource))).toHaveLength(150);
    expect(all.filter(({ Action }) => Action === 'dynamodb:GetItem').flatMap(({ Condition }) => Condition['ForAllValues:StringEquals']['dynamodb:LeadingKeys'])).toHaveLength(150);
    expect(all.filter(({ Action }) => Action === 'sns:Subscribe').flatMap(({ Resource }) => flat(Resource))).toHaveLength(150);
    const sizes = LIMITS.filter(({ name }) => /^characters of .*polic/.test(name));
    expect(sizes.map(({ most, of }) => of(resourcesOf(template.toJSON(), 'Stack')).filter(value => value > most).length)).toEqual(sizes.map(() => 0));
    expect(sizes.length).toBeGreaterThanOrEqual(2);
  });
});
