import { App, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { AwsBuildSecret, BuildStep } from '../../../lib';

const stack = new Stack(new App(), 'Stack');
const secret = Secret.fromSecretNameV2(stack, 'Secret', 'team/npm');

test('a secret is an environment variable of the steps that are to see it', () => {
  const build = AwsBuildSecret.secretsManager('NPM_TOKEN', secret, { jsonField: 'token', steps: [BuildStep.GATES] });

  expect([build.id, build.variable, build.source, build.jsonField, build.steps]).toEqual(['NPM_TOKEN', 'NPM_TOKEN', 'type=env,env=NPM_TOKEN', 'token', ['gates']]);
});

test('a parameter is one, too', () => {
  const parameter = StringParameter.fromSecureStringParameterAttributes(stack, 'Parameter', { parameterName: '/npm/token' });

  expect(AwsBuildSecret.ssmParameter('NPM_TOKEN', parameter).parameter).toBe(parameter);
});

test.each(['A B', '', 'A=B', '1A', 'A\nB'])('%j is no name of a variable', variable => {
  expect(() => AwsBuildSecret.secretsManager(variable, secret)).toThrow(/must name an environment variable, received/);
});

test.each(['', 'a:b', 'a b', 'a"b'])('%j is no field of a secret', jsonField => {
  expect(() => AwsBuildSecret.secretsManager('A', secret, { jsonField })).toThrow(/jsonField must be .*, received/);
});
