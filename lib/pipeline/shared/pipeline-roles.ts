import { Validations } from 'aws-cdk-lib';
import { IRole, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { onePerStack } from '../../codebuild/one-per-stack';
import { GrowingRole } from '../../codebuild/roles/growing-role';
import { acknowledgeBelow } from '../steps/acknowledge-below';

const ID = 'NodejsImagePipelines';

/** Permissions that aws-cdk-lib gives a pipeline on its artifacts and their key. */
const PIPELINE_ACTIONS = ['s3:GetObject*', 's3:GetBucket*', 's3:List*', 's3:DeleteObject*', 's3:Abort*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'];

const REASON = 'aws-cdk-lib decides on what a pipeline and its source may do with the artifacts, which are of the pipelines alone';

/** The roles by which things are started: all pipelines of a stack have one, and all that starts pipelines and projects of it. */
export class PipelineRoles extends Construct {
  /** Those of the stack that a construct is in. */
  public static of(scope: Construct): PipelineRoles {
    return onePerStack(scope, ID, stack => new PipelineRoles(stack, ID));
  }

  private constructor(scope: Construct, id: string) {
    super(scope, id);
  }

  /** The role of CodePipeline: gets sources, starts builds and asks for approvals. */
  public pipeline(bucket: IBucket): IRole {
    const role = this.role('Role', 'codepipeline.amazonaws.com');
    Validations.of(role).acknowledge(...PIPELINE_ACTIONS.map(action => ({ id: `AwsSolutions-IAM5[Action::${action}]`, reason: REASON })));
    acknowledgeBelow(role, bucket.arnForObjects('*'), REASON);
    return role;
  }

  /** The role of events: a push to CodeCommit, a pull request there. */
  public get events(): IRole {
    return this.role('EventsRole', 'events.amazonaws.com');
  }

  /** The role of schedules. */
  public get schedules(): GrowingRole {
    return this.role('SchedulesRole', 'scheduler.amazonaws.com');
  }

  private role(id: string, service: string): GrowingRole {
    return this.node.tryFindChild(id) as GrowingRole | undefined ?? new GrowingRole(this, id, { assumedBy: new ServicePrincipal(service) });
  }
}
