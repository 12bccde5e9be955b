import { Artifact, IAction, StageProps } from 'aws-cdk-lib/aws-codepipeline';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Construct } from 'constructs';
import { Architecture, architecturesOf } from '../delivery/platform';
import { PipelineImage } from './build/pipeline-image';
import { ImagePipelineOptions } from './image-pipeline-options';
import { METRICS_NAMESPACE, StepMetrics } from './metrics/step-metrics';
import { releaseRepository } from './release-repository';
import { ImageScan } from './scan/image-scan';
import { ScanStep } from './scan/scan-step';
import { ImageStep, StepEnvironment } from './steps/image-step';
import { FROM_PIPELINE, TO_PIPELINE } from './steps/pipeline-source';
import { StepAction } from './steps/step-action';

/** An image, and the pipeline that it is to be in. */
export interface ImageFlowProps {
  readonly options: ImagePipelineOptions;
  /** What the metrics of the image are filed by. */
  readonly name: string;
  /** The sources. */
  readonly input: Artifact;
  /** The commit that is built, as a variable of the pipeline. */
  readonly revision?: string;
  /** The base images that it is run for, as a variable of the pipeline. */
  readonly baseImages?: string;
  /** Where all actions come into one stage that has others, too: what the names begin with, and the first run order. */
  readonly within?: { readonly prefix: string; readonly runOrder: number };
}

/** What a run of the pipeline knows of its image, as variables of it. */
interface BuiltImage {
  readonly CONTENT_TAG: string;
  readonly RELEASE_TAGS: string;
  readonly IMAGE_DIGEST: string;
}

/** The steps of an image between its sources and where it runs, and the stages that they are in. */
export class ImageFlow extends Construct {
  public readonly image: PipelineImage;
  public readonly repository: IRepository;
  public readonly architectures: readonly Architecture[];
  public readonly stages: readonly StageProps[];
  private readonly environment: StepEnvironment;
  private readonly metrics: StepMetrics;
  /** What the steps after the build take: CodeBuild takes none without an input. */
  private readonly built = new Artifact();
  private consumed = 0;

  constructor(scope: Construct, id: string, private readonly props: ImageFlowProps) {
    super(scope, id);
    const { options: { platforms = [Platform.LINUX_AMD64], scan, ...options }, name } = props;
    const { vpc, subnetSelection, securityGroups, encryptionKey } = options;
    this.environment = { vpc, subnetSelection, securityGroups, encryptionKey };
    this.metrics = { namespace: METRICS_NAMESPACE, image: name };
    const architectures = this.architectures = architecturesOf(platforms);
    this.repository = options.repository ?? releaseRepository(this, options.tags ?? []);
    this.image = new PipelineImage(this, 'Image', { options, metrics: this.metrics, architectures, repository: this.repository });
    const { actions, image } = this.build(architectures);
    const checks = scan ? this.check(scan, image) : [];
    this.stages = [
      { stageName: 'Build', actions },
      ...checks.length ? [{ stageName: 'Check', actions: checks }] : [],
      { stageName: 'Release', actions: this.release(image) },
    ];
  }

  /** How many run orders the actions take where they share a stage. */
  public get runOrders(): number {
    return this.consumed;
  }

  /** One native build for each architecture, then one index of them all. */
  private build(architectures: readonly Architecture[]): { actions: IAction[]; image: BuiltImage } {
    const { input, revision, baseImages } = this.props;
    const variables = { ...revision ? { SOURCE_VERSION: revision } : {}, ...baseImages ? { DERIVE_FROM: baseImages } : {} };
    const [runOrder, last] = this.orders(architectures.length > 1 ? 2 : 1);
    const builds = architectures.map((architecture, index) => new StepAction({
      actionName: this.named(architecture.id),
      runOrder,
      step: this.image.project(this, architecture.id, {
        architecture, push: true, release: false, source: { source: FROM_PIPELINE, artifacts: TO_PIPELINE, grant: () => undefined },
      }),
      input,
      output: index === 0 ? this.built : new Artifact(),
      variables,
    }));
    const [first] = builds;
    const image = { CONTENT_TAG: first.variable('CONTENT_TAG'), RELEASE_TAGS: first.variable('RELEASE_TAGS') };
    if (architectures.length === 1) {
      return { actions: builds, image: { ...image, IMAGE_DIGEST: first.variable('IMAGE_DIGEST') } };
    }
    const index = this.index(architectures, image.CONTENT_TAG, last);
    return { actions: [...builds, index], image: { ...image, IMAGE_DIGEST: index.variable('IMAGE_DIGEST') } };
  }

  private index(architectures: readonly Architecture[], contentTag: string, runOrder: number): StepAction {
    const step = new ImageStep(this, 'Index', {
      ...this.environment,
      description: 'Joins the images of several platforms under one tag',
      programs: ['publish'],
      exports: ['IMAGE_DIGEST'],
      variables: { REPOSITORY: this.repository.repositoryUri, SOURCE_SUFFIXES: JSON.stringify(architectures.map(({ suffix }) => suffix)) },
    });
    this.repository.grantPullPush(step.role);
    return new StepAction({ actionName: this.named('Index'), step, input: this.built, runOrder, variables: { CONTENT_TAG: contentTag } });
  }

  /** What an image without a release tag has to pass, and then is attached to it. */
  private check(scan: ImageScan, { IMAGE_DIGEST }: BuiltImage): IAction[] {
    const step = new ScanStep(this, 'Scan', { ...this.environment, repository: this.repository, scan, metrics: this.metrics });
    const [runOrder] = this.orders(1);
    return [new StepAction({ actionName: this.named('Scan'), step, input: this.built, runOrder, variables: { IMAGE_DIGEST } })];
  }

  /** What is released is what was built, by its digest: whatever has happened to tags since. */
  private release({ CONTENT_TAG, IMAGE_DIGEST, RELEASE_TAGS }: BuiltImage): IAction[] {
    const { repositoryUri } = this.repository;
    const step = new ImageStep(this, 'Release', {
      ...this.environment,
      description: 'Puts the tags of a release on an image',
      programs: ['attachments', 'promote'],
      variables: { SOURCE_REPOSITORY: repositoryUri, REPOSITORY: repositoryUri },
    });
    this.repository.grantPullPush(step.role);
    const [runOrder] = this.orders(1);
    return [new StepAction({
      actionName: this.named('Release'), step, input: this.built, runOrder, variables: { CONTENT_TAG, IMAGE_DIGEST, TAGS: RELEASE_TAGS },
    })];
  }

  private named(name: string): string {
    return `${this.props.within?.prefix ?? ''}${name}`;
  }

  /** The run orders of a stage: from 1 in one of its own, one after another where all share one. */
  private orders(count: number): number[] {
    const first = this.props.within ? this.props.within.runOrder + this.consumed : 1;
    this.consumed += count;
    return Array.from({ length: count }, (_, index) => first + index);
  }
}
