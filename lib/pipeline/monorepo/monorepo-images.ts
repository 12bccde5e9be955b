import { Stack, Token } from 'aws-cdk-lib';
import { CfnRepository, IRepository, Repository } from 'aws-cdk-lib/aws-ecr';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { AssetFiles, filesAsset } from '../../context/files-asset';
import { requireBundle } from '../../context/require-bundle';
import { contentTagOf } from '../../context/sha256';
import { BaseImage, BuildSecret, Gate, NodejsDockerfile, NodejsImageOptions } from '../../image/index';
import { startGateOf } from '../../image/plan/start-gate';
import { seenOnce } from '../../project/kept-out';
import { PULL_REQUESTS_FILE } from '../../steps/step-program';
import { ImageTag } from '../../tags/image-tag';
import { DockerfileOrigin } from '../context/dockerfile-origin';
import { CONTEXT_BUNDLE, contextProgram } from '../context/plan-asset';
import { planContext } from '../context/plan-for';
import { PLAN_FILE } from '../context/result';
import { PipelineError } from '../pipeline-error';
import { secretsNamed } from '../pull-request-secrets';
import { releaseRepository } from '../release-repository';
import { AcceptedFinding } from '../scan/accepted-finding';
import { joinPlans, PlannedImage } from './images-plan';
import { MonorepoImage } from './monorepo-image';

/** Facts of an image at synthesis. */
export interface KnownImage {
  readonly name: string;
  readonly repository: IRepository;
  readonly buildArgs: { readonly [name: string]: string };
  readonly buildSecrets: readonly BuildSecret[];
  /** The Dockerfile, where the project was there at synthesis. */
  readonly dockerfile?: NodejsDockerfile;
  /** The gates, as far as they are known. */
  readonly gates: readonly Gate[];
  readonly acceptedFindings: readonly AcceptedFinding[];
  /** The secrets that builds of pull requests get, and the ids of those that they do not, where nobody has said so. */
  readonly pullRequestSecrets: readonly BuildSecret[];
  readonly withheldSecrets: readonly string[];
}

/** Facts of an image for a build of a pull request, which runs for all images. */
export interface PullRequestGiven {
  readonly buildArgs: { readonly [name: string]: string };
  /** Flags of `docker build --secret`. */
  readonly secrets: readonly string[];
}

/** Properties of the images of a monorepo. */
export interface MonorepoImagesProps {
  readonly images: readonly MonorepoImage[];
  /** The tags of images that have none of their own. */
  readonly tags?: ImageTag[];
  readonly origin: DockerfileOrigin;
  readonly sourceRoot?: string;
  /** The names of the architectures. */
  readonly architectures: readonly string[];
}

/** A name that is part of keys, of the tags of roles and of paths. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** The 500 resources that a stack may have, less those of the pipeline, with everything that it may have. */
const MOST_RESOURCES = 440;

/** The images of a monorepo as they are at synthesis, and the asset by which each push is planned. */
export class MonorepoImages extends Construct {
  public readonly images: readonly KnownImage[];
  /** The plans of all images, and the program that carries them out. */
  public readonly plan: Asset;
  private readonly files: AssetFiles;

  constructor(scope: Construct, id: string, props: MonorepoImagesProps) {
    super(scope, id);
    requireNames(props.images);
    requireRoom(props.images);
    const known = seenOnce(() => props.images.map(image => this.read(image, props)));
    requireOwnRepositories(this, known);
    this.images = known;
    requireBundle(CONTEXT_BUNDLE);
    this.files = { [PLAN_FILE]: { text: JSON.stringify(joinPlans(known.map(({ plan }) => plan))) }, ...contextProgram() };
    this.plan = filesAsset(this, 'Plan', this.files);
  }

  /** The same with what builds of pull requests are given. */
  public planWith(scope: Construct, given: { readonly [name: string]: PullRequestGiven }): Asset {
    return filesAsset(scope, 'Plan', { ...this.files, [PULL_REQUESTS_FILE]: { text: JSON.stringify(given) } });
  }

  /** All of them are read before anything is made: a synthesis that fails says which image it is. */
  private read(image: MonorepoImage, props: MonorepoImagesProps): KnownImage & { readonly plan: PlannedImage } {
    const { tags: shared, origin, sourceRoot, architectures } = props;
    const { name, repository: given, tags = shared ?? [ImageTag.contentHash()], acceptedFindings = [], pullRequestSecrets, ...options } = image;
    const { buildSecrets = [] } = options;
    const { plan, dockerfile } = inImage(name, () => {
      requireKnown(options);
      return planContext(options, { origin, sourceRoot, tags, architectures });
    });
    const repository = given ? here(this, name, given) : releaseRepository(new Construct(this, name), tags);
    const destination = contentTagOf([tags.map(({ _definition }) => _definition), Stack.of(this).resolve(repository.repositoryName)]);
    return {
      name, repository, dockerfile, acceptedFindings,
      plan: { name, destination, plan },
      buildArgs: options.buildArgs ?? {},
      buildSecrets,
      pullRequestSecrets: inImage(name, () => secretsNamed(pullRequestSecrets ?? [], buildSecrets)),
      withheldSecrets: pullRequestSecrets ? [] : buildSecrets.map(({ id }) => id),
      gates: dockerfile?.gates ?? [...options.gates ?? [], ...startGateOf(options.startGate)],
    };
  }
}

/** The references of the base images of all images, each once. */
export function baseImagesOf(images: readonly KnownImage[]): string[] {
  return [...new Set(images.flatMap(({ dockerfile }) => dockerfile?.baseImages ?? BaseImage.debianSlim()._repositories))];
}

/**
 * A repository of another stack that has a name, without a reference to that stack: a template has two hundred outputs at most,
 * and a monorepo may have more images.
 */
function here(scope: Construct, name: string, repository: IRepository): IRepository {
  const own = Stack.of(scope);
  const { account, region } = repository.env;
  const elsewhere = [[account, own.account], [region, own.region]]
    .some(([theirs, ours]) => !Token.isUnresolved(theirs) && !Token.isUnresolved(ours) && theirs !== ours);
  if (elsewhere) {
    throw new PipelineError(`the repository of the image ${JSON.stringify(name)} must be in the account and region of the pipeline, received one of ${account} in ${region}; `
      + 'build into a repository of the pipeline, and let ECR replicate it');
  }
  const { defaultChild } = repository.node;
  const chosen = defaultChild instanceof CfnRepository ? defaultChild.repositoryName : undefined;
  if (Stack.of(repository) === own || chosen === undefined || Token.isUnresolved(chosen)) {
    return repository;
  }
  own.addDependency(Stack.of(repository));
  return Repository.fromRepositoryName(new Construct(scope, name), 'Repository', chosen);
}

/** A content is compared with what is released before anything is deployed for it. */
function requireKnown({ buildArgs = {} }: NodejsImageOptions): void {
  const unknown = Object.entries(buildArgs).find(([, value]) => Token.isUnresolved(value));
  if (unknown) {
    throw new PipelineError(`buildArgs.${unknown[0]} must be known at synthesis, received a token; write out its value, or give the image a pipeline of its own`);
  }
}

function requireNames(images: readonly MonorepoImage[]): void {
  if (images.length === 0) {
    throw new PipelineError('images must hold at least one image, received none');
  }
  const bad = images.find(({ name }) => !NAME.test(name));
  if (bad) {
    throw new PipelineError(`the name of an image must be 1 to 64 letters, digits, "_", "." and "-" and begin with a letter or digit, received ${JSON.stringify(bad.name)}`);
  }
  const twice = images.find(({ name }, index) => images.findIndex(other => other.name === name) !== index);
  if (twice) {
    throw new PipelineError(`the names of images must be different from one another, received ${JSON.stringify(twice.name)} twice`);
  }
}

/** A released image is known by its repository, and the role of an image may write to its repository alone. */
function requireOwnRepositories(scope: Construct, images: readonly KnownImage[]): void {
  const names = images.map(({ repository }) => JSON.stringify(Stack.of(scope).resolve(repository.repositoryName)));
  const index = names.findIndex((name, position) => names.indexOf(name) !== position);
  if (index >= 0) {
    throw new PipelineError(`each image must have a repository of its own, received one for ${images[names.indexOf(names[index])].name} and ${images[index].name}`);
  }
}

/** Each image has a role, and a repository where it has none: it is said before the CDK counts. */
function requireRoom(images: readonly MonorepoImage[]): void {
  const made = images.filter(({ repository }) => !repository).length;
  if (images.length + made > MOST_RESOURCES) {
    throw new PipelineError(`${images.length} images, of which ${made} have no "repository", take ${images.length + made} resources, and a stack has room for ${MOST_RESOURCES} of them; `
      + (images.length > MOST_RESOURCES ? 'make several pipelines of the images' : 'make the repositories in a stack of their own, with a repositoryName each, and give them by "repository"'));
  }
}

/** Which image it was that cannot be made. */
function inImage<T>(name: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof Error) error.message = `${name}: ${error.message}`;
    throw error;
  }
}
