import { Artifact, IAction, IPipeline, StageProps } from 'aws-cdk-lib/aws-codepipeline';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Construct } from 'constructs';
import { Architecture, architecturesOf } from '../codebuild/architecture';
import { requireSigned } from '../codebuild/attest/signing-options';
import { requireOneArchitecture } from '../codebuild/projects/cloud-build-options';
import { repositoryUriOf } from '../codebuild/repository-uri';
import { requireSameArchitecture } from '../delivery/bound-architecture';
import { ImageRecords } from '../delivery/repository/image-records';
import { METRICS_NAMESPACE } from '../steps/step-program';
import { AttestStep } from './attest/attest-step';
import { environmentStages } from './environment/environment-stages';
import { ImageEnvironment, requireAdmissible, requireEnvironments, tagsOf } from './environment/image-environment';
import { warnOfUnprovable } from './environment/warn-of-unprovable';
import { ImagePipelineOptions } from './image-pipeline-options';
import { grantExecutionTimes } from './observe/metrics';
import { PipelineImage } from './pipeline-image';
import { releaseRepository } from './release-repository';
import { ScanStep } from './scan/scan-step';
import { StepEnvironment } from './shared/identity';
import { ImageStep } from './steps/image-step';
import { FROM_PIPELINE, TO_PIPELINE } from './steps/pipeline-source';
import { StepAction } from './steps/step-action';
import { grantMetrics, imageVariables, namespaceVariables, StepMetrics } from './steps/step-metrics';

/** An image, and the pipeline that it is to be in. */
export interface ImageFlowProps {
  readonly options: ImagePipelineOptions & { readonly environments?: ImageEnvironment[] };
  readonly pipeline: IPipeline;
  /** Name that the metrics of the image are filed by. */
  readonly name: string;
  /** The ARN of the pipeline, where its name is known before it is there; then nothing waits for it. */
  readonly pipelineArn?: string;
  /** The folder of what the steps hand on, where pipelines share the bucket. */
  readonly folder?: string;
  /** The sources. */
  readonly input: Artifact;
  /** The commit that is built, as a variable of the pipeline. */
  readonly revision?: string;
  /** The base images that it is run for, as a variable of the pipeline. */
  readonly baseImages?: string;
  /** Where all actions come into one stage that has others, too: what the names begin with, and the first run order. */
  readonly within?: { readonly prefix: string; readonly runOrder: number };
}

/** Variables of a built image, as variables of it. */
interface BuiltImage {
  readonly CONTENT_TAG: string;
  readonly RELEASE_TAGS: string;
  readonly IMAGE_DIGEST: string;
  readonly BUILT: string;
  readonly BEGAN: string;
}

/** The source of a project in a pipeline; its role is given leave by its action. */
const PIPELINE_SOURCE = { source: FROM_PIPELINE, artifacts: TO_PIPELINE, grant: () => undefined };

/** The steps of an image between its sources and where it runs, and the stages that they are in. */
export class ImageFlow extends Construct {
  public readonly image: PipelineImage;
  public readonly repository: IRepository;
  public readonly architectures: readonly Architecture[];
  public readonly stages: readonly StageProps[];
  private readonly records: ImageRecords;
  private readonly environment: StepEnvironment;
  private readonly metrics: StepMetrics;
  /** Input of the steps after the build: CodeBuild takes none without an input. */
  private readonly built: Artifact;
  private consumed = 0;

  constructor(scope: Construct, id: string, private readonly props: ImageFlowProps) {
    super(scope, id);
    const { options: { platforms = [Platform.LINUX_AMD64], scan, signing, sbom, environments = [], ...options }, name } = props;
    const { vpc, subnetSelection, securityGroups, encryptionKey, tags = [] } = options;
    this.environment = { vpc, subnetSelection, securityGroups, encryptionKey };
    this.metrics = { namespace: METRICS_NAMESPACE, image: name };
    this.built = new Artifact(this.inOwnPipeline ? 'Image' : undefined);
    this.architectures = architecturesOf(platforms);
    requireOneArchitecture(options, this.architectures);
    requireEnvironments(environments);
    const built = { image: this.node.path, architectures: this.architectures.map(({ name: architecture }) => architecture) };
    environments.flatMap(({ deployTo = [] }) => deployTo).forEach(({ _definition: { runs } }) => runs && requireSameArchitecture(runs, built));
    requireSigned({ signing, sbom });
    requireAdmissible(environments, signing !== undefined);
    const own = environments.filter(({ repository }) => !repository).flatMap(tagsOf);
    this.repository = options.repository ?? releaseRepository(this, [...tags, ...own]);
    this.records = ImageRecords.of(this, this.repository);
    this.image = new PipelineImage(this, 'Image', { options, metrics: this.metrics, architectures: this.architectures, repository: this.repository });
    if (signing) warnOfUnprovable(this, environments, this.image.dockerfile);
    const { actions, image } = this.build();
    const scanned = scan && this.scan(image);
    const checks = [...scanned ? [scanned] : [], ...signing ? [this.attest(image, scanned)] : []];
    this.stages = [
      { stageName: 'Build', actions },
      ...checks.length ? [{ stageName: 'Check', actions: checks }] : [],
      { stageName: 'Release', actions: [this.release(image)] },
      ...environments.flatMap(environment => environmentStages(this, environment.name, {
        environment,
        repository: this.repository,
        input: this.built,
        imageDigest: image.IMAGE_DIGEST,
        contentTag: image.CONTENT_TAG,
        releaseTags: image.RELEASE_TAGS,
        admission: signing && (environment.admission ?? true) ? { key: signing.key, releasedIn: this.repository } : undefined,
        step: this.environment,
      })),
    ];
  }

  /** How many run orders the actions take where they share a stage. */
  public get runOrders(): number {
    return this.consumed;
  }

  /** One native build for each architecture, then one index of them all. */
  private build(): { actions: IAction[]; image: BuiltImage } {
    const { input, revision, baseImages } = this.props;
    const variables = { ...revision ? { SOURCE_VERSION: revision } : {}, ...baseImages ? { DERIVE_FROM: baseImages } : {} };
    const stepOf = (architecture: Architecture) => {
      const { project, role } = this.image.project(this, architecture.id, { architecture, push: true, release: false, source: PIPELINE_SOURCE });
      return { project, role, variables };
    };
    const [runOrder, last] = this.orders(this.architectures.length > 1 ? 2 : 1);
    const builds = this.architectures.map((architecture, index) => new StepAction({
      ...this.named(architecture.id),
      runOrder,
      step: stepOf(architecture),
      input,
      output: index === 0 ? this.built : new Artifact(),
      // it runs what is in the source, and may reach what its own pipeline hands on, and nothing of another
      folder: this.props.folder,
    }));
    const [first] = builds;
    const image = {
      CONTENT_TAG: first.variable('CONTENT_TAG'),
      RELEASE_TAGS: first.variable('RELEASE_TAGS'),
      BEGAN: first.variable('BEGAN'),
      BUILT: builds.map(build => build.variable('BUILT')).join(','),
    };
    if (builds.length === 1) {
      return { actions: builds, image: { ...image, IMAGE_DIGEST: first.variable('IMAGE_DIGEST') } };
    }
    const index = this.index(image.CONTENT_TAG, last);
    return { actions: [...builds, index], image: { ...image, IMAGE_DIGEST: index.variable('IMAGE_DIGEST') } };
  }

  private index(contentTag: string, runOrder: number): StepAction {
    const step = new ImageStep(this, {
      ...this.environment,
      kind: 'Index',
      rights: 'Publish',
      description: 'Joins the images of several platforms under one tag',
      step: 'publish',
      exports: ['IMAGE_DIGEST'],
      constants: { SOURCE_SUFFIXES: JSON.stringify(this.architectures.map(({ suffix }) => suffix)), ...this.records.told.constants },
      variables: { REPOSITORY: repositoryUriOf(this, this.repository), ...this.records.told.variables },
      run: { CONTENT_TAG: contentTag },
    });
    this.repository.grantPullPush(step.role);
    this.records.grantRecord(step.role);
    return new StepAction({ ...this.named('Index'), step, input: this.built, runOrder });
  }

  private scan({ IMAGE_DIGEST }: BuiltImage): StepAction {
    const step = new ScanStep(this, {
      ...this.environment, repository: this.repository, scan: this.props.options.scan!, metrics: this.metrics, imageDigest: IMAGE_DIGEST,
    });
    const [runOrder] = this.orders(1);
    return new StepAction({ ...this.named('Scan'), step, input: this.built, runOrder });
  }

  /** After the scan, of which it takes a variable: what does not pass is not signed. */
  private attest({ IMAGE_DIGEST, CONTENT_TAG, BUILT }: BuiltImage, scanned?: StepAction): IAction {
    const { options: { signing, sbom }, revision } = this.props;
    const step = new AttestStep(this, {
      ...this.environment,
      repository: this.repository,
      records: this.records,
      platformSuffixes: this.architectures.length > 1 ? this.architectures.map(({ suffix }) => suffix) : [],
      signing: signing!,
      sbom,
      run: { IMAGE_DIGEST, CONTENT_TAG, BUILT, ...revision ? { SOURCE_COMMIT: revision } : {}, ...scanned ? { SCANNED: scanned.variable('SCANNED') } : {} },
    });
    const [runOrder] = this.orders(1, this.props.options.scan ? 2 : 1);
    return new StepAction({ ...this.named('Attest'), step, input: this.built, runOrder });
  }

  /** The image that was built is released, by its digest: whatever has happened to tags since. */
  private release({ CONTENT_TAG, IMAGE_DIGEST, RELEASE_TAGS, BEGAN }: BuiltImage): IAction {
    const step = new ImageStep(this, {
      ...this.environment,
      kind: 'Release',
      rights: 'Publish',
      description: 'Puts the tags of a release on an image',
      step: 'release',
      constants: { ...namespaceVariables(this.metrics), ...this.records.told.constants },
      variables: { REPOSITORY: repositoryUriOf(this, this.repository), ...this.records.told.variables, ...imageVariables(this.metrics) },
      run: { CONTENT_TAG, IMAGE_DIGEST, RELEASE_TAGS, BEGAN, EXECUTION_ID: '#{codepipeline.PipelineExecutionId}' },
    });
    this.repository.grantPullPush(step.role);
    this.records.grantTags(step.role);
    grantMetrics(step.role, this.metrics);
    grantExecutionTimes(this, this.props, step.role);
    const [runOrder] = this.orders(1);
    return new StepAction({ ...this.named('Release'), step, input: this.built, runOrder });
  }

  /** Names of an action. In a pipeline of our own they are known to be no others', so that short ones do, which every later action repeats. */
  private named(name: string): { actionName: string; namespace?: string } {
    return { actionName: `${this.props.within?.prefix ?? ''}${name}`, namespace: this.inOwnPipeline ? name : undefined };
  }

  private get inOwnPipeline(): boolean {
    return this.props.pipelineArn !== undefined;
  }

  /** The run orders of some actions: from 1, or as given, in a stage of their own; one after another where all share one. */
  private orders(count: number, alone = 1): number[] {
    const { within } = this.props;
    const first = within ? within.runOrder + this.consumed : alone;
    this.consumed += count;
    return Array.from({ length: count }, (_, index) => first + index);
  }
}
