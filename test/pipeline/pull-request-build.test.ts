import { Stack } from 'aws-cdk-lib';
import { BuildEnvironmentVariableType } from 'aws-cdk-lib/aws-codebuild';
import { BuildSecret, ImageTag, NodejsImagePipeline, NodejsImageProject, NodejsImageProjectProps, PipelineSource } from '../../lib';
import { synthesize } from '../delivery/delivery-stack';

const connectionArn = 'arn:aws:codeconnections:us-east-1:123456789012:connection/0f0e0d0c';
const options = { directory: 'examples/two-stage-demo', tags: [ImageTag.gitCommit()] };

function projects(props: Partial<NodejsImageProjectProps> = {}) {
  const result = synthesize(stack => new NodejsImageProject(stack, 'Api', { source: PipelineSource.gitHub('team/api', { connectionArn }), ...options, ...props }));
  const all = result.resources('AWS::CodeBuild::Project');
  const variables = (project: any): string[] => project.Environment.EnvironmentVariables.map(({ Name }: any) => Name);
  const [pullRequests] = all.filter(({ Triggers }) => Triggers.PullRequestBuildPolicy);
  const [pushes] = all.filter(({ Triggers }) => !Triggers.PullRequestBuildPolicy);
  return { pullRequests, pushes, variables };
}

describe('the variables of builds of pull requests', () => {
  const environmentVariables = {
    PLAIN: { value: 'a' },
    FETCHED: { value: 'team/secret', type: BuildEnvironmentVariableType.SECRETS_MANAGER },
    PARAMETER: { value: 'team-parameter', type: BuildEnvironmentVariableType.PARAMETER_STORE },
    NPM_TOKEN: { value: 'a token' },
    OTHER_TOKEN: { value: 'team/other', type: BuildEnvironmentVariableType.SECRETS_MANAGER },
  };
  const buildSecrets = ['NPM_TOKEN', 'OTHER_TOKEN'].map(name => BuildSecret.environment(name));
  const given = (names: string[]) => names.filter(name => name in environmentVariables);

  test('hold no secret', () => {
    const { pullRequests, pushes, variables } = projects({ environmentVariables, buildSecrets, pullRequestSecrets: [] });

    expect(given(variables(pushes))).toEqual(Object.keys(environmentVariables));
    expect(given(variables(pullRequests))).toEqual(['PLAIN']);
  });

  test('hold those that are named', () => {
    const { pullRequests, variables } = projects({ environmentVariables, buildSecrets, pullRequestSecrets: ['OTHER_TOKEN'] });

    expect(given(variables(pullRequests))).toEqual(['PLAIN', 'OTHER_TOKEN']);
  });
});

test('what builds pull requests is not from the sources: the buildspec is in the project, and there is no other source', () => {
  for (const { Source, SecondarySources, Triggers } of Object.values(projects()).filter(value => typeof value === 'object') as any[]) {
    expect(JSON.stringify(Source.BuildSpec)).toContain('/step.mjs image');
    expect(SecondarySources).toBeUndefined();
    // every group says which event and which branch, from its beginning to its end
    for (const group of Triggers.FilterGroups) {
      expect(group.filter(({ Type }: any) => Type === 'EVENT')).toHaveLength(1);
      expect(group.filter(({ Type }: any) => Type === 'BASE_REF' || Type === 'HEAD_REF').map(({ Pattern }: any) => Pattern)).toEqual(['^refs/heads/main$']);
    }
  }
});

describe('a tag on any commit', () => {
  const warnings = (build: (stack: Stack) => unknown) => {
    const { stack: { node } } = synthesize(build);
    return node.findAll().flatMap(({ node: { metadata } }) => metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => String(data)))
      .filter(text => text.includes('gitTags builds a tag on any commit'));
  };
  const props = (filters: object, secrets = ['NPM_TOKEN']) => ({
    ...options,
    source: PipelineSource.gitHub('team/api', { connectionArn, ...filters }),
    buildSecrets: secrets.map(name => BuildSecret.environment(name)),
    environmentVariables: { NPM_TOKEN: { value: 'a token' } },
    pullRequestSecrets: [],
  });

  test.each([
    ['a project', (stack: Stack, given: ReturnType<typeof props>) => new NodejsImageProject(stack, 'Api', given)],
    ['a pipeline', (stack: Stack, given: ReturnType<typeof props>) => new NodejsImagePipeline(stack, 'Api', given)],
  ])('that %s builds with secrets is said', (_, build) => {
    expect(warnings(stack => build(stack, props({ gitTags: ['v*'] })))).toEqual([expect.stringContaining('with the build secrets (NPM_TOKEN)')]);
    expect(warnings(stack => build(stack, props({ gitTags: ['v*'] }, [])))).toEqual([]);
    expect(warnings(stack => build(stack, props({ protectedGitTags: ['v*'] })))).toEqual([]);
  });
});
