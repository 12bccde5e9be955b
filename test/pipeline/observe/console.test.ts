import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { consoleHost } from '../../../lib/pipeline/observe/console';

const hostIn = (region: string) => consoleHost(new Stack(new App(), 'Stack', { env: { region, account: '123456789012' } }));

test.each([
  ['eu-central-1', 'console.aws.amazon.com'], ['cn-north-1', 'console.amazonaws.cn'], ['us-gov-west-1', 'console.amazonaws-us-gov.com'],
])('the console of %s is at %s', (region, host) => expect(hostIn(region)).toBe(host));

test('where the region is known only while deploying, the partition decides, once for all of a stack', () => {
  const stack = new Stack(new App(), 'Stack');
  const hosts = [consoleHost(stack), consoleHost(stack)].map(host => stack.resolve(host));

  expect(hosts[0]).toEqual(hosts[1]);
  const { Conditions } = Template.fromStack(stack).toJSON();
  const of = (value: any, partition: string): string => {
    if (typeof value === 'string') return value;
    const [condition, yes, no] = value['Fn::If'];
    return of(Conditions[condition]['Fn::Equals'][1] === partition ? yes : no, partition);
  };
  expect(['aws', 'aws-cn', 'aws-us-gov', 'aws-iso'].map(partition => of(hosts[0], partition)))
    .toEqual(['console.aws.amazon.com', 'console.amazonaws.cn', 'console.amazonaws-us-gov.com', 'console.aws.amazon.com']);
});
