import * as path from 'path';
import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { telescopeServices } from './telescope-services';
import { ImageScan, ImageTag, NodejsMonorepoPipeline, PipelineSource } from 'cdk-nodejs-image';

/** Seven services of one repository, one pipeline: a push builds, scans and releases those that it changes, a pull request has theirs gated. */
export class MonorepoExample extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new NodejsMonorepoPipeline(this, 'Telescope', {
      source: PipelineSource.gitHub('team/telescope', {
        connectionArn: 'arn:aws:codeconnections:eu-central-1:123456789012:connection/0f0e0d0c-0000-4000-8000-000000000000',
      }),
      sourceRoot: path.join(__dirname, 'telescope-services'),
      images: Object.entries(telescopeServices).map(([name, { directory, port, healthCheck }]) => ({ name, directory, port, healthCheck })),
      tags: [ImageTag.gitCommit(), ImageTag.moving('main')],
      scan: ImageScan.basic(),
    });
  }
}
