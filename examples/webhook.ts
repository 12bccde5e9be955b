import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { yarn } from './yarn';
import { ImageRepository, ImageTag, NodejsImageProject, PipelineSource } from 'cdk-nodejs-image';

/** One project of CodeBuild and no pipeline: each push to the main branch, and each tag of a version, becomes a release. */
export class WebhookExample extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new NodejsImageProject(this, 'Yarn', {
      ...yarn,
      sourceRoot: yarn.directory,
      source: PipelineSource.gitLab('team/yarn', {
        connectionArn: 'arn:aws:codeconnections:eu-central-1:123456789012:connection/0f0e0d0c-0000-4000-8000-000000000000',
        gitTags: ['v*'],
      }),
      repository: new ImageRepository(this, 'Images'),
      tags: [ImageTag.gitCommit({ length: 12 })],
    });
  }
}
