import { Artifact, IAction, Result, StageOptions } from 'aws-cdk-lib/aws-codepipeline';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { repositoryUriOf } from '../../codebuild/repository-uri';
import { DeployStep } from '../deploy/deploy-step';
import { StepEnvironment } from '../shared/identity';
import { StepAction } from '../steps/step-action';
import { ImageEnvironment, needsApproval, requireEnvironment, tagsOf } from './image-environment';
import { PromoteStep } from './promote-step';
import { StepAdmission } from './step-admission';

/** An environment as stages of a pipeline. */
export interface EnvironmentStagesProps {
  readonly environment: ImageEnvironment;
  /** The repository of the pipeline. */
  readonly repository: IRepository;
  /** CodeBuild always takes something. */
  readonly input: Artifact;
  /** The digest of the image, as a variable of the run. */
  readonly imageDigest: string;
  /** The tag of the content, as a variable of the run. */
  readonly contentTag: string;
  /** The tags of the release, as a variable of the run. */
  readonly releaseTags: string;
  /** Demands on the image; nothing if not given. */
  readonly admission?: StepAdmission;
  /** Environment of all steps. */
  readonly step: StepEnvironment;
}

/**
 * The stages of an environment: one that waits for the approval, if there has to be one, and one that promotes and deploys.
 * The approval is a stage of its own so that going back to an earlier release does not wait for anybody.
 */
export function environmentStages(scope: Construct, id: string, props: EnvironmentStagesProps): StageOptions[] {
  const { environment, imageDigest } = props;
  const { name, automaticRollback = false, approvalTopic, approvalReviewUrl, approvalTimeout } = requireEnvironment(environment);
  const approval = new ManualApprovalAction({
    actionName: 'Approve',
    notificationTopic: approvalTopic,
    externalEntityLink: approvalReviewUrl,
    timeout: approvalTimeout,
    additionalInformation: `Promote the image ${imageDigest} to ${name}`,
  });
  return [
    ...needsApproval(environment) ? [{ stageName: `Approve-${name}`, actions: [approval] }] : [],
    { stageName: name, actions: actionsOf(new Construct(scope, id), props), ...automaticRollback ? { onFailure: { result: Result.ROLLBACK } } : {} },
  ];
}

function actionsOf(scope: Construct, props: EnvironmentStagesProps): IAction[] {
  const { environment, repository, input, imageDigest, contentTag, releaseTags, admission, step } = props;
  const { repository: destination = repository, deployTo = [] } = environment;
  const run = { IMAGE_DIGEST: imageDigest, CONTENT_TAG: contentTag, ...destination === repository ? {} : { RELEASE_TAGS: releaseTags } };
  return [
    new StepAction({
      actionName: 'Promote',
      step: new PromoteStep(scope, { ...step, source: repository, destination, tags: tagsOf(environment), admission, run }),
      input,
      runOrder: 1,
    }),
    ...deployTo.map(deployment => new StepAction({
      actionName: `Deploy-${deployment._name}`,
      step: new DeployStep(scope, { ...step, target: deployment, repository: destination, admission, imageUri: `${repositoryUriOf(scope, destination)}@${imageDigest}` }),
      input,
      runOrder: 2,
    })),
  ];
}

/**
 * The command that brings an environment back to the release before the one that it has: promotion and deployment run
 * again, with what the pipeline knew then.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html
 */
export function rollbackCommand(pipelineName: string, stageName: string): string {
  const earlier = `aws codepipeline list-pipeline-executions --pipeline-name ${pipelineName} --filter succeededInStage={stageName=${stageName}} --no-paginate `
    + '--query "pipelineExecutionSummaries[?executionType==\'STANDARD\']|[1].pipelineExecutionId" --output text';
  return `aws codepipeline rollback-stage --pipeline-name ${pipelineName} --stage-name ${stageName} --target-pipeline-execution-id "$(${earlier})"`;
}
