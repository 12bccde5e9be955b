import * as path from 'path';
import { cacheStages } from '../../codebuild/buildspec/cache-stages';
import { draftContext, generatedFiles } from '../../context/materialise';
import { fromDocument } from '../../image/document';
import { NodejsDockerfile, NodejsDockerfileOptions } from '../../image/index';
import { ProjectFact } from '../../project/index';
import { imageContentTag } from '../../tags/content-tag';
import { resolveDefinitions } from '../../tags/tag-definition';
import { PipelineError } from '../pipeline-error';
import { ContextPlan } from './context-plan';
import { pinMismatch } from './pin-mismatch';
import { ContextResult } from './result';

/** Request for a build context. */
export interface ContextRequest {
  readonly plan: ContextPlan;
  /** The absolute path of the checkout. */
  readonly source: string;
  /** The absolute path of a directory to write to. */
  readonly output: string;
  /** The commit, where the source has one. */
  readonly sourceVersion?: string;
}

/** A build context, and what is said of it. */
export interface MadeContext {
  /** The directory, below the output. */
  readonly directory: string;
  readonly dockerfile: NodejsDockerfile;
  readonly result: ContextResult;
  /** Facts of the files of the checkout that are not in the context, and why. */
  readonly facts: readonly ProjectFact[];
}

/**
 * Makes the build context of a checkout, by the rules of the synthesis.
 *
 * @throws if the checkout does not fit what is pinned, or there is no image of it
 */
export function makeContext(request: ContextRequest): MadeContext {
  const draft = draftImage(request);
  draft.write();
  return draft;
}

/** The build context of a checkout before it is on disk. */
export interface DraftImage extends MadeContext {
  /** Writes it. */
  write(): void;
}

/** Draft of the image that `makeContext` makes; nothing is written. */
export function draftImage({ plan, source, output, sourceVersion }: ContextRequest): DraftImage {
  requireApart(source, output);
  const options = fromDocument(plan.options) as NodejsDockerfileOptions;
  const dockerfile = NodejsDockerfile._inRepository(source, {
    ...options,
    directory: path.join(source, plan.directory),
    projectRoot: plan.projectRoot === undefined ? undefined : path.join(source, plan.projectRoot),
  });
  requireFit(plan, dockerfile, options);
  const context = draftContext(dockerfile, output, new Map(), source);
  const { packageVersion, directory } = dockerfile.project;
  const contentTag = imageContentTag(context.hash, plan.architectures, plan.buildArgs);
  return {
    directory: context.directory,
    dockerfile,
    facts: context.facts,
    write: context.write,
    result: {
      contentTag,
      tags: resolveDefinitions(plan.tags, { contentTag, packageVersion, directory, commit: requestedBy => commitOf(sourceVersion, requestedBy) }),
      gates: dockerfile.gates.map(({ name }) => name),
      unprovenGates: dockerfile._unprovenGates,
      reports: dockerfile.gates.flatMap(gate => gate.reports.map(report => ({ gate: gate.name, format: report.format, path: report.path }))),
      cacheStages: cacheStages(dockerfile),
      packageVersion: packageVersion ?? '',
      baseImages: dockerfile.baseImages,
      warnings: [...dockerfile.warnings, ...context.warnings],
    },
  };
}

/** Files written among the sources would be taken for some of them. */
function requireApart(source: string, output: string): void {
  const relative = path.relative(source, output);
  if (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative)) {
    throw new PipelineError(`OUTPUT must lie outside of SOURCE, received ${JSON.stringify(output)} in ${JSON.stringify(source)}`);
  }
}

/** The Dockerfile of the checkout has to be the one of the synthesis, but for the version of the package, its label and its comments. */
function requireFit({ pinned }: ContextPlan, dockerfile: NodejsDockerfile, options: NodejsDockerfileOptions): void {
  if (pinned === undefined) {
    return;
  }
  const inVersion = NodejsDockerfile.fromProject(dockerfile.project._withVersion(pinned.packageVersion), options);
  const change = pinMismatch(pinned, generatedFiles(inVersion), dockerfile.facts);
  if (change !== undefined) {
    throw new PipelineError(`the source no longer fits the Dockerfile that is pinned in the pipeline: ${change}; synthesize and deploy the stack of the pipeline again, `
      + 'or set "dockerfileOrigin" to DockerfileOrigin.REGENERATED');
  }
}

function commitOf(sourceVersion: string | undefined, requestedBy: string): string {
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(sourceVersion ?? '')) {
    throw new PipelineError(`${requestedBy}: the source has no commit, its version is ${JSON.stringify(sourceVersion ?? '')}; use another tag for a source that is no git repository`);
  }
  return sourceVersion!;
}
