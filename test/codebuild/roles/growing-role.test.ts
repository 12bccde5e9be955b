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

describe('what roles of a stack are allowed in common', () => {
  const login = () => new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] });
  const file = (name: string) => new PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::assets/${name}`] });
  const stack = new Stack(new App(), 'Stack');
  const roleOf = (id: string, common: PolicyStatement[]) => {
    const role = new GrowingRole(stack, id, { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') });
    role.allowInCommon(common);
    return role;
  };
  const one = roleOf('One', [login(), file('step.mjs')]);
  const two = roleOf('Two', [login(), file('step.mjs')]);
  roleOf('Other', [login()]);
  const again = one.addToPrincipalPolicy(file('step.mjs'));
  one.addToPolicy(file('one.zip'));
  two.addToPolicy(file('two.zip'));
  const template = Template.fromStack(stack);
  const policies = template.findResources('AWS::IAM::ManagedPolicy');
  const held = (id: string): any[] => Object.entries<any>(template.findResources('AWS::IAM::Role')).find(([name]) => name.startsWith(id))![1].Properties.ManagedPolicyArns
    .flatMap(({ Ref }: any) => policies[Ref].Properties.PolicyDocument.Statement);

  test('is one policy for those that it is the same for, and another one for others', () => {
    expect(Object.keys(policies)).toHaveLength(2);
    expect(held('One')).toEqual(held('Two'));
    expect(held('One').map(({ Action }) => Action)).toEqual(['ecr:GetAuthorizationToken', 's3:GetObject']);
    expect(held('Other').map(({ Action }) => Action)).toEqual(['ecr:GetAuthorizationToken']);
  });

  test('is not said again by a role, which has what is its own', () => {
    const own = Object.values<any>(template.findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties.PolicyDocument.Statement.map(({ Resource }: any) => Resource));

    expect(again.statementAdded).toBe(true);
    expect(own).toEqual([['arn:aws:s3:::assets/one.zip'], ['arn:aws:s3:::assets/two.zip']]);
  });
});

test('what needs the permissions of a role waits for all policies that it comes to have', () => {
  const { template } = roleWith((role, stack) => {
    new Topic(stack, 'Topic').node.addDependency(role.permissions);
    Array.from({ length: 300 }, (_, index) => role.addToPolicy(new PolicyStatement({ actions: [`a:b${index}`], resources: [`arn:aws:s3:::${'x'.repeat(50)}`] })));
  });
  const [{ DependsOn }] = Object.values<any>(template.findResources('AWS::SNS::Topic'));
  const policies = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap(type => Object.keys(template.findResources(type)));

  expect(policies.length).toBeGreaterThan(2);
  expect([DependsOn].flat().sort()).toEqual(policies.sort());
});
