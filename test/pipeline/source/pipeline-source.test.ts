import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { PipelineProject } from 'aws-cdk-lib/aws-codebuild';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Artifact, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import * as fc from 'fast-check';
import { ConnectionSourceOptions } from '../../../lib/pipeline/source/connection-source-options';
import { PipelineSource } from '../../../lib/pipeline/source/pipeline-source';
import { holds } from '../../property';

const connectionArn = 'arn:aws:codeconnections:us-east-1:123456789012:connection/0f0e0d0c';

function newStack(): Stack {
  return new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'us-east-1' } });
}

/** A pipeline with a source and one action that takes its sources. */
function pipelineOf(stack: Stack, source: PipelineSource): Template {
  const input = new Artifact();
  const { action, triggers } = source._definition.bind(stack, input);
  const project = new PipelineProject(stack, 'Project');
  new Pipeline(stack, 'Pipeline', {
    pipelineType: PipelineType.V2,
    triggers,
    stages: [
      { stageName: 'Source', actions: [action] },
      { stageName: 'Build', actions: [new CodeBuildAction({ actionName: 'Build', project, input })] },
    ],
  });
  return Template.fromStack(stack);
}

function gitHub(options: Partial<ConnectionSourceOptions> = {}): PipelineSource {
  return PipelineSource.gitHub('team/api', { connectionArn, ...options });
}

describe('a repository behind a connection', () => {
  test.each([
    ['GitHub', gitHub(), 'team/api'],
    ['GitLab', PipelineSource.gitLab('group/sub/api', { connectionArn }), 'group/sub/api'],
    ['Bitbucket', PipelineSource.bitbucket('team/api', { connectionArn }), 'team/api'],
  ])('of %s gives its sources by the connection', (_, source, repository) => {
    pipelineOf(newStack(), source).hasResourceProperties('AWS::CodePipeline::Pipeline', {
      Stages: Match.arrayWith([Match.objectLike({ Actions: [Match.objectLike({
        ActionTypeId: Match.objectLike({ Provider: 'CodeStarSourceConnection' }),
        Configuration: Match.objectLike({ FullRepositoryId: repository, BranchName: 'main', ConnectionArn: connectionArn, DetectChanges: false }),
      })] })]),
    });
  });

  // which of the two is asked for depends on when the connection was made
  test.each(['codeconnections', 'codestar-connections'])('may be used by the action %s:UseConnection', service => {
    pipelineOf(newStack(), gitHub()).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({ Statement: Match.arrayWith([{ Action: `${service}:UseConnection`, Effect: 'Allow', Resource: connectionArn }]) }),
    });
  });

  test('runs the pipeline on pushes to the branch that change the paths, and on tags whatever they changed', () => {
    const template = pipelineOf(newStack(), gitHub({ branch: 'release/1.x', gitTags: ['v*'], paths: ['services/**'], ignoredPaths: ['**/*.md'] }));
    template.hasResourceProperties('AWS::CodePipeline::Pipeline', {
      Triggers: [{
        ProviderType: 'CodeStarSourceConnection',
        GitConfiguration: { SourceActionName: 'Source', Push: [
          { Branches: { Includes: ['release/1.x'] }, FilePaths: { Includes: ['services/**'], Excludes: ['**/*.md'] } },
          { Tags: { Includes: ['v*'] } },
        ] },
      }],
    });
  });

  test('has its pull requests to the branch built unless they are not wanted', () => {
    expect(gitHub()._definition.trigger('pullRequests')).toBeDefined();
    expect(gitHub({ pullRequests: false })._definition.trigger('pullRequests')).toBeUndefined();
    expect(gitHub({ pullRequests: false })._definition.trigger('pushes')).toBeDefined();
  });

  test.each<[string, () => PipelineSource, string]>([
    ['a repository without an owner', () => PipelineSource.gitHub('api', { connectionArn }), 'a repository of GitHub must be given as "owner/name", received "api"'],
    ['the address of a repository', () => PipelineSource.bitbucket('https://bitbucket.org/team/api', { connectionArn }), 'received "https://bitbucket.org/team/api"'],
    ['a group in GitHub', () => PipelineSource.gitHub('group/sub/api', { connectionArn }), 'received "group/sub/api"'],
    ['what is no ARN', () => gitHub({ connectionArn: 'connection/1' }), 'connectionArn must be the ARN of a connection (arn:aws:codeconnections:...), received "connection/1"'],
    ['the ARN of something else', () => gitHub({ connectionArn: 'arn:aws:s3:::bucket' }), 'received "arn:aws:s3:::bucket"'],
    ['a pattern of branches', () => gitHub({ branch: 'release/*' }), 'branch must be the name of one branch, received "release/*"'],
    ['an empty branch', () => gitHub({ branch: '' }), 'received ""'],
    ['no paths', () => gitHub({ paths: [] }), 'paths must hold 1 to 8 patterns of 1 to 255 characters, received []'],
    ['nine paths', () => gitHub({ paths: Array(9).fill('a') }), 'paths must hold 1 to 8 patterns'],
    ['an empty tag', () => gitHub({ gitTags: [''] }), 'gitTags must hold 1 to 8 patterns of 1 to 255 characters, received [""]'],
  ])('refuses %s', (_, source, message) => {
    expect(source).toThrow(message);
  });
});

describe('a webhook', () => {
  /** The filters of a webhook, by their types. */
  function filters(source: PipelineSource, kind: 'pushes' | 'pullRequests'): Record<string, any>[] {
    const stack = newStack();
    const { buildTriggers } = source._definition.trigger(kind)!.source.bind(stack, new PipelineProject(stack, 'Any')) as any;
    return buildTriggers.filterGroups.map((group: any[]) => Object.fromEntries(group.map(filter => [`${filter.excludeMatchedPattern ? '!' : ''}${filter.type}`, filter.pattern])));
  }

  test('of pull requests runs on those to the branch', () => {
    expect(filters(gitHub({ branch: 'v1.x' }), 'pullRequests')).toEqual([
      { EVENT: 'PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED, PULL_REQUEST_REOPENED', BASE_REF: '^refs/heads/v1\\.x$' },
    ]);
  });

  test('of pull requests of Bitbucket names no event that Bitbucket does not have', () => {
    const [{ EVENT }] = filters(PipelineSource.bitbucket('team/api', { connectionArn }), 'pullRequests');
    expect(EVENT).toBe('PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED');
  });

  test('of pull requests ignores no path: a change of a document leaves no other change ungated', () => {
    expect(filters(gitHub({ paths: ['services/**'], ignoredPaths: ['**/*.md'] }), 'pullRequests')).toEqual([
      expect.objectContaining({ FILE_PATH: '^(services/.*)$' }),
    ]);
    expect(Object.keys(filters(gitHub({ ignoredPaths: ['**/*.md'] }), 'pullRequests')[0])).toEqual(['EVENT', 'BASE_REF']);
  });

  test('of pushes runs on those to the branch and on tags', () => {
    expect(filters(gitHub({ gitTags: ['v*', 'nightly'], ignoredPaths: ['docs/**'] }), 'pushes')).toEqual([
      { 'EVENT': 'PUSH', 'HEAD_REF': '^refs/heads/main$', '!FILE_PATH': '^(docs/.*)$' },
      { EVENT: 'PUSH', HEAD_REF: '^refs/tags/(v[^/]*|nightly)$' },
    ]);
  });

  test.each([
    ['services/*/package.json', ['services/a/package.json'], ['services/a/b/package.json', 'services/package.json']],
    ['**/*.md', ['README.md', 'docs/a/b.md'], ['README.mdx', 'a.md/b']],
    ['services/**', ['services/a', 'services/a/b'], ['service/a', 'other/services/a']],
    ['a+b (1).[js]', ['a+b (1).[js]'], ['aab (1).j', 'a+b 1.[js]']],
  ])('takes %s as it reads', (pattern, matched, others) => {
    const [{ FILE_PATH }] = filters(gitHub({ paths: [pattern] }), 'pushes');
    const expression = new RegExp(FILE_PATH);
    expect(matched.filter(path => !expression.test(path))).toEqual([]);
    expect(others.filter(path => expression.test(path))).toEqual([]);
  });

  test('takes any path without wildcards for itself alone', () => {
    holds(fc.property(fc.string({ minLength: 1, maxLength: 50 }).filter(path => !path.includes('*') && !/[\n\r\u2028\u2029]/.test(path)), path => {
      const [{ FILE_PATH }] = filters(gitHub({ paths: [path] }), 'pushes');
      expect(new RegExp(FILE_PATH).test(path)).toBe(true);
      expect(new RegExp(FILE_PATH).test(`${path}x`)).toBe(false);
    }));
  });
});

describe('a repository of CodeCommit', () => {
  test('gives its sources, and runs the pipeline by an event', () => {
    const stack = newStack();
    const template = pipelineOf(stack, PipelineSource.codeCommit(Repository.fromRepositoryName(stack, 'Sources', 'api'), { branch: 'trunk' }));
    template.hasResourceProperties('AWS::Events::Rule', { EventPattern: Match.objectLike({ detail: Match.objectLike({ referenceName: ['trunk'] }) }) });
  });

  test('has each pull request to the branch built at its newest commit', () => {
    const stack = newStack();
    const trigger = PipelineSource.codeCommit(Repository.fromRepositoryName(stack, 'Sources', 'api'))._definition.trigger('pullRequests')!;
    trigger.connect(new PipelineProject(stack, 'Project'));
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({
        detail: { event: ['pullRequestCreated', 'pullRequestSourceBranchUpdated'], destinationReference: ['refs/heads/main'] },
      }),
      Targets: [Match.objectLike({ InputTransformer: Match.objectLike({ InputPathsMap: { 'detail-sourceCommit': '$.detail.sourceCommit' } }) })],
    });
  });
});

describe('a source in S3', () => {
  test('is looked for each minute, or told of by an event', () => {
    for (const [events, polls] of [[false, true], [true, false]]) {
      const stack = newStack();
      const template = pipelineOf(stack, PipelineSource.s3(Bucket.fromBucketName(stack, 'Sources', 'sources'), 'api.zip', { events }));
      template.hasResourceProperties('AWS::CodePipeline::Pipeline', {
        Stages: Match.arrayWith([{
          Name: Match.anyValue(), Actions: [Match.objectLike({ Configuration: Match.objectLike({ PollForSourceChanges: polls }) })],
        }]),
      });
    }
  });

  test('runs no project, and has no commits', () => {
    const { _definition } = PipelineSource.s3(Bucket.fromBucketName(newStack(), 'Sources', 'sources'), 'api.zip');
    expect([_definition.hasCommits, _definition.trigger('pushes')]).toEqual([false, undefined]);
  });

  test('refuses a key that names no object', () => {
    expect(() => PipelineSource.s3(Bucket.fromBucketName(newStack(), 'Sources', 'sources'), '')).toThrow('the key of a source in S3 must name an object, received ""');
  });
});
