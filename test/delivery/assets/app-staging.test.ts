import * as fs from 'fs';
import * as path from 'path';
import { AppStagingSynthesizer, DeploymentIdentities } from '@aws-cdk/app-staging-synthesizer-alpha';
import { App, Stack } from 'aws-cdk-lib';
import { BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AwsBuildSecret, NodejsImageAsset, NodejsImageAssetProps, NodejsImageDeployment } from '../../../lib';
import { smallService, temporaryDirectory } from '../../temporary';

const directory = smallService();

/** The images of an app that stages its assets itself: the repositories that it makes, and what is pushed to which. */
function staged(build: (stack: Stack) => void) {
  const outdir = temporaryDirectory();
  const app = new App({
    outdir,
    defaultStackSynthesizer: AppStagingSynthesizer.defaultResources({
      appId: 'team', deploymentIdentities: DeploymentIdentities.cliCredentials(), stagingBucketEncryption: BucketEncryption.S3_MANAGED,
    }),
  });
  build(new Stack(app, 'Stack', { env: { account: '111111111111', region: 'eu-central-1' } }));
  app.synth();
  const json = (name: string): any => JSON.parse(fs.readFileSync(path.join(outdir, name), 'utf8'));
  const staging = fs.readdirSync(outdir).find(name => /^StagingStack.*\.template\.json$/.test(name))!;
  return {
    repositories: Object.values<any>(json(staging).Resources).filter(({ Type }) => Type === 'AWS::ECR::Repository').map(({ Properties }) => Properties.RepositoryName),
    pushed: Object.values<any>(json('Stack.assets.json').dockerImages).flatMap(({ destinations }) => Object.values<any>(destinations).map(({ repositoryName }) => repositoryName)),
  };
}

const asset = (props: Partial<NodejsImageAssetProps>) => staged(stack => new NodejsImageAsset(stack, 'Api', { directory, ...props }));

test('an image has a repository of its own, by its asset name', () => {
  const { repositories, pushed } = asset({ assetName: 'api' });
  expect(repositories).toEqual(['team/api']);
  expect(pushed).toEqual(['team/api']);
});

test('so has one whose secrets are fetched, and one that is deployed elsewhere', () => {
  expect(staged(stack => new NodejsImageAsset(stack, 'Api', {
    directory, assetName: 'api', buildSecrets: [AwsBuildSecret.secretsManager('NPM_TOKEN', Secret.fromSecretNameV2(stack, 'Npm', 'team/npm'))],
  })).pushed).toEqual(['team/api']);
  expect(staged(stack => new NodejsImageDeployment(stack, 'Api', { directory, assetName: 'api' })).pushed).toEqual(['team/api']);
});

test('without one the synthesizer asks for it by the name of the prop', () => {
  expect(() => asset({})).toThrow(/assetName/);
});
