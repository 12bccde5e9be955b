import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ImageRepository } from '../../lib';
import { aws } from './aws';
import { cdk } from './cdk';

const NAME = 'image-repository-test/releases';

let work: string;
let policy: string;

beforeAll(() => {
  work = fs.mkdtempSync(path.join(os.tmpdir(), 'image-repository-'));
  const app = new App({ outdir: work });
  const stack = new Stack(app, 'ImageRepositoryTest');
  new ImageRepository(stack, 'Images', { repositoryName: NAME, movingTags: ['latest'] });
  const [repository] = Object.values<any>(Template.fromStack(stack).findResources('AWS::ECR::Repository'));
  policy = repository.Properties.LifecyclePolicy.LifecyclePolicyText;
  app.synth();
});

afterAll(() => {
  if (!work) return;
  cdk('destroy', '--force', '--app', work);
  // the repository outlives its stack; an emulator may not know the policy by which it does
  const left = aws('ecr', 'describe-repositories').repositories.some(({ repositoryName }: { repositoryName: string }) => repositoryName === NAME);
  if (left) aws('ecr', 'delete-repository', '--force', '--repository-name', NAME);
  fs.rmSync(work, { recursive: true, force: true });
});

test('a repository is deployed, and lets the tags move that have to', () => {
  const { status, log } = cdk('deploy', '--require-approval', 'never', '--no-notices', '--app', work);
  expect({ status, log: status === 0 ? '' : log }).toEqual({ status: 0, log: '' });
  expect(aws('ecr', 'describe-repositories', '--repository-names', NAME).repositories).toEqual([expect.objectContaining({
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: ['cache-*', 'deployed-*', 'latest'].map(filter => ({ filterType: 'WILDCARD', filter })),
  })]);
});

test('the lifecycle is taken as it is synthesized', () => {
  // the emulator's CloudFormation does not hand it on to its ECR
  aws('ecr', 'put-lifecycle-policy', '--repository-name', NAME, '--lifecycle-policy-text', policy);
  expect(JSON.parse(aws('ecr', 'get-lifecycle-policy', '--repository-name', NAME).lifecyclePolicyText)).toEqual(JSON.parse(policy));
});
