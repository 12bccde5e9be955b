import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledgeBelow } from '../steps/acknowledge-below';
import { DeploymentDefinition } from './deployment-definition';
import { LambdaDeploymentOptions } from './deployment-options';

/**
 * By Lambda's own functions for code, versions and aliases.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions
 */
export function lambdaDeployment(lambdaFunction: IFunction, { aliasName }: LambdaDeploymentOptions, common: Pick<DeploymentDefinition, 'name' | 'timeout' | 'assumeRole'>): DeploymentDefinition {
  const { functionArn } = lambdaFunction;
  return {
    ...common,
    target: 'lambda',
    runs: lambdaFunction,
    region: lambdaFunction.env.region,
    variables: { FUNCTION: functionArn, ...aliasName === undefined ? {} : { ALIAS: aliasName } },
    grant: (deployer, _, repository) => {
      deployer.addToPrincipalPolicy(new PolicyStatement({
        actions: ['lambda:UpdateFunctionCode', 'lambda:PublishVersion', 'lambda:GetFunctionConfiguration', ...aliasName === undefined ? [] : ['lambda:UpdateAlias']],
        resources: [functionArn, `${functionArn}:*`],
      }));
      if (Construct.isConstruct(deployer)) acknowledgeBelow(deployer, `${functionArn}:*`, 'a version of the one function is named by Lambda when it is published');
      // Lambda pulls by itself, and looks whether who asks for it may
      repository.grantPull(new ServicePrincipal('lambda.amazonaws.com'));
      repository.grant({ grantPrincipal: deployer }, 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer');
    },
  };
}
