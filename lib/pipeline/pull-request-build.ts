import { Project } from 'aws-cdk-lib/aws-codebuild';
import { Construct } from 'constructs';
import { Architecture } from '../codebuild/architecture';
import { PipelineImage } from './pipeline-image';
import { warnOfWithheld } from './pull-request-secrets';
import { ProjectTrigger } from './source/project-trigger';

/** Properties of what builds pull requests. */
export interface PullRequestBuildProps {
  readonly image: PipelineImage;
  readonly trigger: ProjectTrigger;
  readonly architecture: Architecture;
}

/** Runs the gates on each pull request and builds its image, for one platform, without pushing: its role cannot push. */
export class PullRequestBuild extends Construct {
  public readonly project: Project;

  constructor(scope: Construct, id: string, { image, trigger, architecture }: PullRequestBuildProps) {
    super(scope, id);
    this.project = image.project(this, 'Build', { architecture, source: trigger, push: false, release: false }).project;
    trigger.connect(this.project);
    warnOfWithheld(this, image.withheldSecrets);
  }
}
