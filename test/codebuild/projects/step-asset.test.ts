import { App, DefaultStackSynthesizer, FileAssetLocation, FileAssetSource, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { NodejsImageBuild } from '../../../lib';
import { stepAsset } from '../../../lib/codebuild/projects/delivery-project';
import { smallService, temporaryDirectory } from '../../temporary';

const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/0f0e0d0c';

/** Knows the key of the bucket of the assets. */
class WithKey extends DefaultStackSynthesizer {
  public addFileAsset(asset: FileAssetSource): FileAssetLocation {
    return { ...super.addFileAsset(asset), kmsKeyArn: KEY };
  }
}

const app = () => new App({ outdir: temporaryDirectory() });
const placed = (stack: Stack): any[] => Object.values<any>(Template.fromStack(stack).findResources('AWS::CodeBuild::Project')).map(({ Properties }) =>
  Properties.Environment.EnvironmentVariables.find(({ Name }: any) => Name === 'STEP_PROGRAM').Value);
const statementsOf = (stack: Stack): any[] =>
  Object.values<any>(Template.fromStack(stack).findResources('AWS::IAM::Policy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);

/** Two platforms: two projects that build, and one that joins. */
const build = (stack: Stack) => new NodejsImageBuild(stack, 'Build', { directory: smallService(), platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64] });

test('all projects of a stack run the same file, which the role of each may read, and nothing beside it', () => {
  const stack = new Stack(app(), 'Stack', { env: { account: '123456789012', region: 'eu-central-1' } });
  build(stack);
  const places = placed(stack);
  const { s3BucketName, s3ObjectKey } = stepAsset(stack);

  expect(places).toHaveLength(3);
  expect(new Set(places.map(place => JSON.stringify(place))).size).toBe(1);
  expect(places[0]).toEqual(stack.resolve(`${s3BucketName}/${s3ObjectKey}`));
  const reading = statementsOf(stack).filter(({ Action, Resource }) => JSON.stringify(Action).includes('s3:GetObject') && JSON.stringify(Resource).includes('.mjs'));
  expect(reading.map(({ Action, Resource }) => [Action, JSON.stringify(Resource).includes('*')])).toEqual(Array(3).fill(['s3:GetObject', false]));
  expect(JSON.stringify(statementsOf(stack))).not.toContain('kms:');
});

test('stacks have it where their own assets are', () => {
  const inApp = app();
  const [one, other] = ['eu-central-1', 'us-east-1'].map(region => new Stack(inApp, region, { env: { account: '123456789012', region } }));
  const nested = new NestedStack(one, 'Nested');
  [one, other, nested].forEach(stepAsset);

  expect([stepAsset(one).s3ObjectKey, stepAsset(nested).s3ObjectKey]).toEqual([stepAsset(other).s3ObjectKey, stepAsset(other).s3ObjectKey]);
  expect([one, other, nested].map(stack => stack.resolve(stepAsset(stack).s3BucketName)))
    .toEqual(['eu-central-1', 'us-east-1', 'eu-central-1'].map(region => `cdk-hnb659fds-assets-123456789012-${region}`));
});

test('where the bucket has a key of its own, the roles may decrypt with it', () => {
  const stack = new Stack(app(), 'Stack', { synthesizer: new WithKey() });
  build(stack);

  const decrypting = statementsOf(stack).filter(({ Action }) => Action === 'kms:Decrypt');
  expect(decrypting.length).toBeGreaterThanOrEqual(3);
  decrypting.forEach(({ Resource }) => expect(Resource).toBe(KEY));
});
