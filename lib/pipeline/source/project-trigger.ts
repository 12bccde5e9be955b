import { ISource, Project } from 'aws-cdk-lib/aws-codebuild';
import { ProjectRole } from '../../codebuild/roles/project-role';

/** What runs a project that stands alone: every push to the branch, or every pull request to it. */
export type TriggerKind = 'pushes' | 'pullRequests';

/** What has a project run, and where it has its sources from. */
export interface ProjectTrigger {
  /** Where the project has its sources from. */
  readonly source: ISource;
  /** Allows reading the sources. */
  grant(role: ProjectRole): void;
  /** Has the project run. */
  connect(project: Project): void;
}
