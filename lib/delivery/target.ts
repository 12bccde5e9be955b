import { Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Destination } from 'cdk-docker-image-deployment';
import { Construct } from 'constructs';
import { DeliveryError } from '../context/delivery-error';
import { NodejsDockerfile } from '../image/index';
import { ImageTag, resolveTags } from '../tags/image-tag';
import { ResolvedTag } from '../tags/tag-plan';
import { DestinationOptions } from './destination-options';
import { deployedTags } from './repository/deployed-tags';
import { ImageRecords } from './repository/image-records';
import { ImageRepository } from './repository/image-repository';

/** Image to be pushed, and who brings it. */
export interface Shipment {
  /** The tag of the content, as far as it is known at synthesis. */
  readonly contentTag: string;
  readonly dockerfile: NodejsDockerfile;
  /** Who pulls and pushes. */
  readonly pushers: readonly IGrantable[];
}

/** Where an image lands, and under which tags. */
export interface Target {
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

/** The repository and the tags that are asked for; whoever brings the image there is allowed to push. */
export function targetOf(scope: Construct, { repository: given, tags }: DestinationOptions, shipment: Shipment): Target {
  const shipped = shippedTo(scope, given, shipment);
  const resolved = resolve(tags ?? [ImageTag.contentHash()], shipped);
  const repository = given ?? new ImageRepository(scope, 'Repository', { movingTags: movingTags(resolved) });
  shipment.pushers.forEach(pusher => repository.grantPullPush(pusher));
  return target(scope, repository, resolved, shipped);
}

/** The same for a destination of cdk-docker-image-deployment. */
export function targetOfDestination(scope: Construct, destination: Destination, options: DestinationOptions, shipment: Shipment): Target {
  if (options.repository) {
    throw new DeliveryError('"repository" and "destination" both say where the image lands; leave one of them out');
  }
  // no other way leads from a destination to its repository
  const { repository } = destination as unknown as { repository?: ecr.IRepository };
  if (!repository) {
    throw new DeliveryError(`the destination must be one of Destination.ecr(), received ${destination.constructor.name}; give "repository" instead`);
  }
  const own = shipment.pushers.map(pusher => destination.bind(pusher).destinationTag)[0];
  const tags = [...own === undefined ? [] : [ImageTag.fixed(own)], ...options.tags ?? []];
  const shipped = shippedTo(scope, repository, shipment);
  return target(scope, repository, resolve(tags.length ? tags : [ImageTag.contentHash()], shipped), shipped);
}

function shippedTo(scope: Construct, repository: ecr.IRepository | undefined, shipment: Shipment): Shipment {
  return { ...shipment, contentTag: ImageRecords.tagOf(scope, repository, shipment.contentTag) };
}

function resolve(tags: ImageTag[], { contentTag, dockerfile: { project: { packageVersion, directory } } }: Shipment): ResolvedTag[] {
  return resolveTags(tags, { contentTag, packageVersion, directory });
}

function target(scope: Construct, repository: ecr.IRepository, tags: readonly ResolvedTag[], { contentTag, pushers }: Shipment): Target {
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
