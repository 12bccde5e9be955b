import { Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Destination } from 'cdk-docker-image-deployment';
import { Construct } from 'constructs';
import { DeliveryError } from '../context/delivery-error';
import { NodejsDockerfile } from '../image/index';
import { ImageTag, resolveTags } from '../tags/image-tag';
import { ResolvedTag } from '../tags/tag-definition';
import { DestinationOptions } from './destination-options';
import { deployedTags } from './repository/deployed-tags';
import { ImageRecords } from './repository/image-records';
import { ImageRepository } from './repository/image-repository';

/** Request to push an image. */
export interface PushRequest {
  /** The tag of the content, as far as it is known at synthesis. */
  readonly contentTag: string;
  readonly dockerfile: NodejsDockerfile;
  /** The principals that pull and push. */
  readonly pushers: readonly IGrantable[];
}

/** Repository that an image is pushed to, and its tags. */
export interface PushDestination {
  readonly repository: ecr.IRepository;
  /** The tag of the content in this repository, as far as it is known at synthesis. */
  readonly contentTag: string;
  /** The tag to name the image by; none where it is that of the content, which may be known only while deploying. */
  readonly name?: string;
  /** The tags beside the one of the content. */
  readonly further: readonly ResolvedTag[];
  /** Records of the images in the repository. */
  readonly records: ImageRecords;
}

/** The repository and the tags of the options; the pushers are allowed to push to it. */
export function pushDestination(scope: Construct, { repository: given, tags }: DestinationOptions, request: PushRequest): PushDestination {
  const requested = requestTo(scope, given, request);
  const resolved = resolve(tags ?? [ImageTag.contentHash()], requested);
  const repository = given ?? new ImageRepository(scope, 'Repository', { movingTags: movingTags(resolved) });
  request.pushers.forEach(pusher => repository.grantPullPush(pusher));
  return destinationIn(scope, repository, resolved, requested);
}

/** The same for a destination of cdk-docker-image-deployment. */
export function pushDestinationOf(scope: Construct, destination: Destination, options: DestinationOptions, request: PushRequest): PushDestination {
  if (options.repository) {
    throw new DeliveryError('"repository" and "destination" both say where the image is pushed to; leave one of them out');
  }
  // no other way leads from a destination to its repository
  const { repository } = destination as unknown as { repository?: ecr.IRepository };
  if (!repository) {
    throw new DeliveryError(`the destination must be one of Destination.ecr(), received ${destination.constructor.name}; give "repository" instead`);
  }
  const own = request.pushers.map(pusher => destination.bind(pusher).destinationTag)[0];
  const tags = [...own === undefined ? [] : [ImageTag.fixed(own)], ...options.tags ?? []];
  const requested = requestTo(scope, repository, request);
  return destinationIn(scope, repository, resolve(tags.length ? tags : [ImageTag.contentHash()], requested), requested);
}

function requestTo(scope: Construct, repository: ecr.IRepository | undefined, request: PushRequest): PushRequest {
  return { ...request, contentTag: ImageRecords.tagOf(scope, repository, request.contentTag) };
}

function resolve(tags: ImageTag[], { contentTag, dockerfile: { project: { packageVersion, directory } } }: PushRequest): ResolvedTag[] {
  return resolveTags(tags, { contentTag, packageVersion, directory });
}

function destinationIn(
  scope: Construct, repository: ecr.IRepository, tags: readonly ResolvedTag[], { contentTag, pushers }: PushRequest,
): PushDestination {
  const records = ImageRecords.of(scope, repository);
  pushers.forEach(pusher => {
    records.grantRecord(pusher);
    records.grantTags(pusher);
  });
  return {
    repository,
    records,
    contentTag,
    name: tags[0].tag === contentTag ? undefined : tags[0].tag,
    further: deployedTags(scope, repository, tags.filter(({ tag }) => tag !== contentTag)),
  };
}

function movingTags(tags: readonly ResolvedTag[]): string[] | undefined {
  const moving = tags.filter(tag => tag.moving && !Token.isUnresolved(tag.tag)).map(({ tag }) => tag);
  return moving.length ? moving : undefined;
}
