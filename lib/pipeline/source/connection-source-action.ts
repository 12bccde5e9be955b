import { ActionBindOptions, ActionConfig, IStage } from 'aws-cdk-lib/aws-codepipeline';
import { CodeStarConnectionsSourceAction, CodeStarConnectionsSourceActionProps } from 'aws-cdk-lib/aws-codepipeline-actions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/**
 * Gets sources through a connection of either name: connections that were made since the service was renamed have ARNs of
 * `codeconnections`, and are used by an action of that name.
 *
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html
 */
export class ConnectionSourceAction extends CodeStarConnectionsSourceAction {
  constructor(private readonly connection: CodeStarConnectionsSourceActionProps) {
    super(connection);
  }

  protected bound(scope: Construct, stage: IStage, options: ActionBindOptions): ActionConfig {
    options.role.addToPrincipalPolicy(new PolicyStatement({ actions: ['codeconnections:UseConnection'], resources: [this.connection.connectionArn] }));
    return super.bound(scope, stage, options);
  }
}
