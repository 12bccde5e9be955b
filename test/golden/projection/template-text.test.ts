import { templateText } from './template-text';

/** The lines of a template that has one resource. */
function linesOf(type: string, properties: object, more: object = {}): string[] {
  return templateText({ Resources: { Thing: { Type: type, Properties: properties, ...more } } }).trimEnd().split('\n');
}

describe('the text of a template', () => {
  test('names each resource, its type, what becomes of it, and its plain settings', () => {
    expect(linesOf('AWS::Logs::LogGroup', { RetentionInDays: 30, LogGroupName: { 'Fn::Join': ['', ['/aws/', { Ref: 'Build' }]] }, Tags: [{ Key: 'a', Value: 'b' }] }, { DeletionPolicy: 'Retain' })).toEqual([
      'Thing: AWS::Logs::LogGroup, Retain',
      '  RetentionInDays: 30',
      '  LogGroupName: /aws/${Build}',
    ]);
  });

  test('has with a role who takes it and what every policy lets it do, with conditions and denials', () => {
    const text = templateText({
      Resources: {
        Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'codebuild.amazonaws.com' } }] } } },
        Policy: {
          Type: 'AWS::IAM::Policy',
          Properties: {
            Roles: [{ Ref: 'Role' }],
            PolicyDocument: {
              Statement: [
                { Effect: 'Allow', Action: ['ecr:PutImage', 'ecr:BatchGetImage'], Resource: { 'Fn::GetAtt': ['Images', 'Arn'] } },
                { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
              ],
            },
          },
        },
      },
    });

    expect(text).toBe([
      'Role: AWS::IAM::Role',
      '  taken by codebuild.amazonaws.com',
      '  ecr:BatchGetImage ecr:PutImage  on ${Images}',
      '  never s3:*  on *  if aws:SecureTransport Bool false',
      '',
    ].join('\n'));
  });

  test('has policies of roles that are made elsewhere', () => {
    expect(linesOf('AWS::IAM::Policy', { Roles: ['theirs'], PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }] } })).toEqual([
      'Thing: AWS::IAM::Policy, attached to theirs',
      '  ecr:*  on *',
    ]);
  });

  test('has the commands of a buildspec, in which names of resources are put together', () => {
    const lines = linesOf('AWS::CodeBuild::Project', {
      Environment: { Type: 'LINUX_CONTAINER', ComputeType: 'SMALL', Image: 'standard:7.0', PrivilegedMode: true, EnvironmentVariables: [{ Name: 'TAG', Type: 'PLAINTEXT', Value: 'v1' }, { Name: 'TOKEN', Type: 'SECRETS_MANAGER', Value: 'npm' }] },
      Source: {
        Type: 'NO_SOURCE',
        BuildSpec: { 'Fn::Join': ['', ['{"phases":{"build":{"on-failure":"ABORT","commands":["one ', { Ref: 'Images' }, '","two\\nthree"]}},"reports":{"', { Ref: 'Group' }, '":{"file-format":"JUNITXML","files":["*.xml"]}}}']] },
      },
    });

    expect(lines).toEqual([
      'Thing: AWS::CodeBuild::Project',
      '  runs on LINUX_CONTAINER SMALL standard:7.0, privileged',
      '  variable TAG: v1',
      '  variable TOKEN of SECRETS_MANAGER: npm',
      '  source NO_SOURCE',
      '  build, on-failure ABORT:',
      '    one ${Images}',
      '    two (and 1 more lines)',
      '  reports ${Group}: JUNITXML *.xml',
    ]);
  });

  test('has the stages of a pipeline, and what each action gives its project', () => {
    const action = (name: string, order: number) => ({ Name: name, RunOrder: order, ActionTypeId: { Provider: 'CodeBuild' }, Configuration: { ProjectName: { Ref: name }, EnvironmentVariables: '[{"name":"A","value":"#{b.C}"}]' } });
    const lines = linesOf('AWS::CodePipeline::Pipeline', { Stages: [{ Name: 'Build', Actions: [action('Amd64', 1), action('Index', 2)] }, { Name: 'Staging', OnFailure: {}, Actions: [] }] });

    expect(lines).toEqual([
      'Thing: AWS::CodePipeline::Pipeline',
      '  stage Build',
      '    1. Amd64: CodeBuild, ProjectName ${Amd64}',
      '         variable A: #{b.C}',
      '    2. Index: CodeBuild, ProjectName ${Index}',
      '         variable A: #{b.C}',
      '  stage Staging, OnFailure',
    ]);
  });

  test('has the states of a state machine, those within others too', () => {
    const definition = {
      StartAt: 'Any',
      States: {
        Any: { Type: 'Choice', Choices: [{ Condition: '{% $x %}', Next: 'Each' }], Default: 'End' },
        Each: { Type: 'Map', Next: 'End', ItemProcessor: { StartAt: 'Build', States: { Build: { Type: 'Task', Resource: 'codebuild', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }] } } } },
        End: { Type: 'Succeed' },
      },
    };

    expect(linesOf('AWS::StepFunctions::StateMachine', { DefinitionString: JSON.stringify(definition) })).toEqual([
      'Thing: AWS::StepFunctions::StateMachine',
      '  state Any (first): Choice',
      '    to Each if {% $x %}',
      '  state Each: Map, then End',
      '    state Build (first): Task codebuild',
      '      to End on States.ALL',
      '  state End: Succeed',
    ]);
  });

  test('leaves out what every change of a source changes, and nothing else', () => {
    const hash = 'a'.repeat(64);
    expect(linesOf('Custom::Thing', { Content: 'b'.repeat(32), Key: `${hash}.zip`, Id: '0f0e0d0c-0000-4000-8000-000000000000' })).toEqual([
      'Thing: Custom::Thing', '  Content: <content>', '  Key: <hash>.zip', '  Id: 0f0e0d0c-0000-4000-8000-000000000000',
    ]);
  });

  test('has parameters, conditions and outputs of the stack, but for those of every stack', () => {
    const text = templateText({ Parameters: { BootstrapVersion: { Type: 'x' }, Mine: { Type: 'String' } }, Outputs: { Uri: { Value: { Ref: 'Images' } } } });

    expect(text).toBe('parameter Mine: {"Type":"String"}\noutput Uri: ${Images}\n');
  });
});
