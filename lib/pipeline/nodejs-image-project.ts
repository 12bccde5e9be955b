import { Project } from 'aws-cdk-lib/aws-codebuild';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { architecturesOf } from '../codebuild/architecture';
import { requireSigned, SIGNING_OPTIONS, SigningOptions } from '../codebuild/attest/signing-options';
import { PLATFORM } from '../codebuild/kinds';
import { required, requireProps, shape } from '../props/index';
import { METRICS_NAMESPACE } from '../steps/step-program';
import { PIPELINE_IMAGE_OPTIONS, PipelineImageOptions } from './image-pipeline-options';
import { PipelineError } from './pipeline-error';
import { PipelineImage } from './pipeline-image';
import { PullRequestBuild } from './pull-request-build';
import { releaseRepository, requireTagsFit } from './release-repository';
import { PIPELINE_SOURCE, PipelineSource } from './source/pipeline-source';
import { warnOfUnreviewedTags } from './source/unreviewed-tags';

/** Properties of a project that builds an image on every push. */
export interface NodejsImageProjectProps extends PipelineImageOptions, SigningOptions {
  /** Where the sources come from, and which changes run the project. One in S3 is refused, because nothing would run the project. */
  readonly source: PipelineSource;

  /**
   * The platform to build for.
   *
   * @default Platform.LINUX_AMD64
   */
  readonly platform?: Platform;
}

export const NODEJS_IMAGE_PROJECT_PROPS = shape<NodejsImageProjectProps>('NodejsImageProjectProps', {
  ...PIPELINE_IMAGE_OPTIONS.kinds,
  ...SIGNING_OPTIONS.kinds,
  source: required(PIPELINE_SOURCE),
  platform: PLATFORM,
});

/**
 * One project of CodeBuild that gates, builds and releases the image of every push: no pipeline, no scan between, one
 * platform.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { ImageTag, NodejsImageProject, PipelineSource } from 'cdk-nodejs-image';
 *
 * declare const stack: Stack;
 * declare const connectionArn: string;
 * new NodejsImageProject(stack, 'Api', {
 *   source: PipelineSource.gitHub('team/api', { connectionArn, gitTags: ['v*'] }),
 *   directory: 'examples/two-stage-demo',
 *   tags: [ImageTag.gitCommit()],
 * });
 */
@propertyInjectable
export class NodejsImageProject extends Construct {
  /** The id by which `PropertyInjectors` of the CDK know this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-nodejs-image.NodejsImageProject';

  /** Project that builds every push. */
  public readonly project: Project;
  /** Project that builds pull requests, where they are built. */
  public readonly pullRequestProject?: Project;
  /** The repository that the image is pushed to. */
  public readonly repository: IRepository;

  /**
   * @throws as `NodejsImagePipeline` does, and if nothing of the source can run a project
   */
  constructor(scope: Construct, id: string, props: NodejsImageProjectProps) {
    super(scope, id);
    requireProps(this.node.path, props, NODEJS_IMAGE_PROJECT_PROPS, PipelineError, { open: new.target !== NodejsImageProject });
    const { source, platform = Platform.LINUX_AMD64, signing, sbom, ...options } = props;
    requireTagsFit(source, options.tags);
    warnOfUnreviewedTags(this, source, options.buildSecrets);
    const pushes = source._definition.trigger('pushes');
    if (!pushes) {
      throw new PipelineError('a source in S3 runs no project that stands alone; use NodejsImagePipeline');
    }
    const [architecture] = architecturesOf([platform]);
    requireSigned({ signing, sbom });
    if (sbom && architecture.name !== 'amd64') {
      throw new PipelineError(`"sbom" is made by a program for amd64, and this project builds for ${architecture.name}; leave it out, or use NodejsImagePipeline`);
    }
    this.repository = options.repository ?? releaseRepository(this, options.tags ?? []);
    const metrics = { namespace: METRICS_NAMESPACE, image: this.node.path };
    const image = new PipelineImage(this, 'Image', { options, metrics, architectures: [architecture], repository: this.repository });
    this.project = image.project(this, 'Build', { architecture, source: pushes, push: true, release: true, signed: { signing, sbom } }).project;
    pushes.connect(this.project);
    const pullRequests = source._definition.trigger('pullRequests');
    this.pullRequestProject = pullRequests && new PullRequestBuild(this, 'PullRequests', { image, trigger: pullRequests, architecture }).project;
  }
}
