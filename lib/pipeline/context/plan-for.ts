import * as path from 'path';
import { Token } from 'aws-cdk-lib';
import { generatedFiles } from '../../context/materialise';
import { refuseTokens } from '../../context/refuse-tokens';
import { toDocument } from '../../image/document';
import { NodejsDockerfile, NodejsImageOptions } from '../../image/index';
import { isDirectory, repositoryRoot } from '../../project/index';
import { ImageTag } from '../../tags/image-tag';
import { requireTagCount } from '../../tags/tag-definition';
import { PipelineError } from '../pipeline-error';
import { ContextPlan, PinnedImage } from './context-plan';
import { DockerfileOrigin } from './dockerfile-origin';

/** Options of a plan beside those of the image. */
export interface PlanOptions {
  /** Where the Dockerfile comes from. */
  readonly origin: DockerfileOrigin;
  /** The names of the architectures, in their order: `amd64`, `arm64`. */
  readonly architectures: readonly string[];
  /** The release tags. */
  readonly tags: ImageTag[];
  /**
   * The directory that will be the root of the checkout, where the synthesis runs. Where it is not given it is the nearest
   * directory from the project upwards that holds `.git`; where none does, `projectRoot` or the project itself, if the
   * Dockerfile is pinned: one of another place would not fit. A project that is not on disk lies at its `directory` below the
   * root of the checkout, if this is not given.
   */
  readonly sourceRoot?: string;
}

/** A plan, and what it was made of. */
export interface PlannedContext {
  /** The plan. */
  readonly plan: ContextPlan;
  /** The same as JSON. The same project and options give the same text on every machine. */
  readonly text: string;
  /** The image as it is at synthesis; none where the Dockerfile is made anew from every checkout. */
  readonly dockerfile?: NodejsDockerfile;
}

/**
 * Describes an image so that a program without AWS and the CDK can plan it again from a checkout.
 *
 * @throws if a prop holds what cannot be written down, or where the project lies in the checkout cannot be told
 */
export function planContext(options: NodejsImageOptions, extra: PlanOptions): PlannedContext {
  const { directory, projectRoot, buildArgs = {}, buildSecrets, ...rest } = options;
  refuseTokens({ ...rest, directory, projectRoot });
  refuseTokens(Object.keys(buildArgs), 'buildArgs');
  requireTagCount(extra.tags.length);
  extra.tags.forEach((tag, index) => refuseTokens(tag._definition, `tags[${index}]`));
  const known = Object.entries(buildArgs).filter(([, value]) => !Token.isUnresolved(value));
  const root = rootOf(options, extra);
  const dockerfile = extra.origin === DockerfileOrigin.PINNED ? NodejsDockerfile._inRepository(root, options) : undefined;
  const plan: ContextPlan = {
    directory: below(root, directory, 'directory'),
    projectRoot: projectRoot === undefined ? undefined : below(root, projectRoot, 'projectRoot'),
    // the values of build arguments are not in the Dockerfile
    options: toDocument({ ...rest, buildSecrets, buildArgs: Object.fromEntries(Object.keys(buildArgs).map(name => [name, ''])) }),
    architectures: extra.architectures,
    buildArgs: Object.fromEntries(known),
    tags: extra.tags.map(tag => tag._definition),
    pinned: dockerfile && pinned(dockerfile),
  };
  return { plan, text: JSON.stringify(plan), dockerfile };
}

/** The plan as JSON. */
export function planFor(options: NodejsImageOptions, extra: PlanOptions): string {
  return planContext(options, extra).text;
}

/** The root of the checkout on this machine; undefined where paths are relative to it already. */
function rootOf({ directory, projectRoot }: NodejsImageOptions, { sourceRoot, origin }: PlanOptions): string | undefined {
  if (sourceRoot !== undefined) {
    return path.resolve(sourceRoot);
  }
  if (isDirectory(directory)) {
    const root = repositoryRoot(directory);
    if (root === undefined && origin === DockerfileOrigin.PINNED) {
      return path.resolve(projectRoot ?? directory);
    }
    if (root === undefined) {
      throw new PipelineError(`cannot tell where ${directory} lies in the source: no directory from it upwards holds a git repository (.git); set "sourceRoot" to the directory that is the root of the source`);
    }
    return root;
  }
  if (origin === DockerfileOrigin.PINNED) {
    throw new PipelineError(`there is no directory ${path.resolve(directory)}, and the Dockerfile is pinned to what it is now; change "directory", or set "dockerfileOrigin" to DockerfileOrigin.REGENERATED`);
  }
  return undefined;
}

/** A path of this machine as one of the checkout. */
function below(root: string | undefined, given: string, prop: string): string {
  const relative = (root === undefined ? path.normalize(given) : path.relative(root, path.resolve(given))).split(path.sep).join('/').replace(/\/+$/, '');
  if (path.isAbsolute(relative) || relative === '..' || relative.startsWith('../')) {
    throw new PipelineError(`"${prop}" must lie in the source${root === undefined ? '' : `, which is ${root}`}, received ${JSON.stringify(given)}; change it or "sourceRoot"`);
  }
  return relative === '.' ? '' : relative;
}

function pinned(dockerfile: NodejsDockerfile): PinnedImage {
  return {
    packageVersion: dockerfile.project.packageVersion,
    files: Object.fromEntries(generatedFiles(dockerfile).map(([name, content]) => [name, content.toString('base64')])),
    facts: dockerfile.facts,
  };
}
