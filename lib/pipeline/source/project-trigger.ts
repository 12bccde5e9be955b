import { ISource, Project } from 'aws-cdk-lib/aws-codebuild';
import { ProjectRole } from '../../codebuild/roles/project-role';

/** Kind of trigger of a project that stands alone: every push to the branch, or every pull request to it. */
export type TriggerKind = 'pushes' | 'pullRequests';

/** Trigger of a project, and where it has its sources from. */
export interface ProjectTrigger {
  /** Where the project has its sources from. */
  readonly source: ISource;
  /** Allows reading the sources. */
  grant(role: ProjectRole): void;
  /** Has the project run. */
  connect(project: Project): void;
}
