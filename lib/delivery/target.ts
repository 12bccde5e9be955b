import { Names } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Destination } from 'cdk-docker-image-deployment';
import { Construct } from 'constructs';
import { NodejsDockerfile } from '../image/index';
import { DeliveryError } from './delivery-error';
import { DestinationOptions } from './destination-options';
import { ImageRepository } from './image-repository';
import { ImageTag, ResolvedTag, resolveTags } from './image-tag';

/** A repository and the tags for it. */
export interface Target {
  readonly repository: ecr.IRepository;
  readonly tags: readonly ImageTag[];
}

/** Where an image lands; whoever brings it there is allowed to push. */
export function targetOf(scope: Construct, pushers: readonly IGrantable[], options: DestinationOptions): Target {
  const repository = options.repository ?? new ImageRepository(scope, 'Repository');
  pushers.forEach(pusher => repository.grantPullPush(pusher));
  return { repository, tags: options.tags ?? [ImageTag.contentHash()] };
}

/** Where an image lands that is to go to a destination of cdk-docker-image-deployment. */
export function targetOfDestination(destination: Destination, pusher: IGrantable, options: DestinationOptions): Target {
  if (options.repository) {
    throw new DeliveryError('"repository" and "destination" both say where the image lands; leave one of them out');
  }
  const { destinationTag } = destination.bind(pusher);
  // no other way leads from a destination to its repository
  const { repository } = destination as unknown as { repository?: ecr.IRepository };
  if (!repository) {
    throw new DeliveryError(`the destination must be one of Destination.ecr(), received ${destination.constructor.name}; give "repository" instead`);
  }
  const tags = [...destinationTag === undefined ? [] : [ImageTag.fixed(destinationTag)], ...options.tags ?? []];
  return { repository, tags: tags.length ? tags : [ImageTag.contentHash()] };
}

/** The tags that an image gets. */
export interface TargetTags {
  /** The one to name it by; none where it is that of the content, which may be known only while deploying. */
  readonly name?: string;
  /** Those beside the one of the content. */
  readonly further: readonly ResolvedTag[];
}

/**
 * The tags that an image gets. In a repository that protects what is deployed, one more marks it as this: it moves with
 * each deployment, so that the lifecycle of the repository spares the image whatever its age.
 */
export function tagsFor(scope: Construct, { repository, tags }: Target, content: { contentTag: string; dockerfile: NodejsDockerfile }): TargetTags {
  const { project } = content.dockerfile;
  const resolved = resolveTags([...tags], { contentTag: content.contentTag, packageVersion: project.packageVersion, directory: project.directory });
  const marker = ImageRepository.isImageRepository(repository)
    ? [{ tag: `${repository.deployedTagPrefix}${Names.uniqueResourceName(scope, { maxLength: 100, separator: '-' })}`, moving: true }]
    : [];
  return {
    name: resolved[0].tag === content.contentTag ? undefined : resolved[0].tag,
    further: [...resolved.filter(({ tag }) => tag !== content.contentTag), ...marker],
  };
}
