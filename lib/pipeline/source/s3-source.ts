import { Artifact } from 'aws-cdk-lib/aws-codepipeline';
import { S3SourceAction, S3Trigger } from 'aws-cdk-lib/aws-codepipeline-actions';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BOOLEAN, requireProps, shape } from '../../props/index';
import { PipelineError } from '../pipeline-error';
import { BoundSource, SourceDefinition } from './source-definition';

/** Options of a source in S3. */
export interface S3SourceOptions {
  /**
   * True if a new version of the object runs the pipeline as soon as it is there. The bucket has to send its events to
   * EventBridge. Otherwise the pipeline looks for one each minute.
   *
   * @default false
   */
  readonly events?: boolean;
}

export const S3_SOURCE_OPTIONS = shape<S3SourceOptions>('S3SourceOptions', { events: BOOLEAN });

/** A ZIP file in a bucket. */
export class S3Source implements SourceDefinition {
  public readonly hasCommits = false;
  public readonly buildsAnyTag = false;

  constructor(private readonly bucket: IBucket, private readonly key: string, private readonly options: S3SourceOptions) {
    requireProps('the source in S3', options, S3_SOURCE_OPTIONS, PipelineError);
    if (key === '' || key.startsWith('/')) {
      throw new PipelineError(`the key of a source in S3 must name an object, received ${JSON.stringify(key)}`);
    }
  }

  public bind(_scope: Construct, output: Artifact): BoundSource {
    const trigger = this.options.events ? S3Trigger.EVENTS : S3Trigger.POLL;
    const action = new S3SourceAction({ actionName: 'Source', variablesNamespace: 'Source', bucket: this.bucket, bucketKey: this.key, output, trigger });
    return { action, revision: action.variables.versionId };
  }

  public trigger(): undefined {
    return undefined;
  }
}
