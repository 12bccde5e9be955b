import { Annotations, Resource, Stack } from 'aws-cdk-lib';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { jsonOf } from '../../codebuild/json-variable';
import { repositoryUriOf } from '../../codebuild/repository-uri';
import { deployedTags } from '../../delivery/repository/deployed-tags';
import { ImageTag, resolveTags } from '../../tags/image-tag';
import { ResolvedTag } from '../../tags/tag-definition';
import { StepEnvironment } from '../shared/identity';
import { ImageStep } from '../steps/image-step';
import { grantAdmission, keyVariable, releasedInVariable, StepAdmission } from './step-admission';

/** Where a promotion takes an image from, and where it goes. */
export interface PromoteStepProps extends StepEnvironment {
  readonly source: IRepository;
  /** May be the same: then nothing is copied. */
  readonly destination: IRepository;
  readonly tags: ImageTag[];
  /** Demands on the image; nothing if not given. */
  readonly admission?: StepAdmission;
  /** Variables of a run of the pipeline. */
  readonly run: { readonly [name: string]: string };
}

/** Stands for the tag of the content, which every promoted image has. No content has this one. */
const CONTENT_TAG = '0'.repeat(32);

/**
 * The step that brings an image into a repository by its digest, and puts tags on it. A run gives IMAGE_DIGEST and
 * CONTENT_TAG.
 */
export class PromoteStep extends ImageStep {
  constructor(scope: Construct, { source, destination, tags, admission, run, ...step }: PromoteStepProps) {
    super(scope, {
      ...step,
      kind: 'Promote',
      rights: 'Publish',
      description: 'Promotes an image to an environment',
      step: 'promote',
      exports: ['IMAGE_URI'],
      constants: keyVariable(admission),
      variables: {
        ...destination === source ? {} : { SOURCE_REPOSITORY: repositoryUriOf(scope, source) },
        REPOSITORY: repositoryUriOf(scope, destination),
        TAGS: jsonOf(scope, deployedTags(scope, destination, resolve(tags))),
        ...releasedInVariable(scope, source, admission),
      },
      run,
    });
    destination.grantPullPush(this.role);
    grantAdmission(this.role, source, admission);
    if (destination !== source) {
      source.grantPull(this.role);
      this.warnOfPolicy(scope, destination);
    }
  }

  /** A repository of another account cannot be changed from here, unless it is of this app. */
  private warnOfPolicy(scope: Construct, repository: IRepository): void {
    const other = repository.env.account;
    if (Resource.isOwnedResource(repository) || other === Stack.of(scope).account) return;
    Annotations.of(scope).addWarningV2('cdk-nodejs-image:repositoryPolicy',
      `the repository ${repository.node.path} of account ${other} has to allow pushing by the role ${this.role.node.path} by its own policy, which cannot be changed from here; `
      + 'the actions are in the documentation of "repository" of an environment');
  }
}

/** The tags beside the one of the content. */
function resolve(tags: ImageTag[]): ResolvedTag[] {
  return resolveTags(tags, { contentTag: CONTENT_TAG, directory: '.' }).filter(({ tag }) => tag !== CONTENT_TAG);
}
