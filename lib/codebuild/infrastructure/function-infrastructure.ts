import { Validations } from 'aws-cdk-lib';
import { ISecurityGroup, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { IRole, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { grantDeadLetters } from './dead-letters';
import { ImageInfrastructureOptions } from './infrastructure-options';

/** @see https://docs.aws.amazon.com/xray/latest/devguide/security_iam_id-based-policy-examples.html */
const TRACE = ['xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions */
const NETWORK = [
  'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
];

/** The network of functions, as constructs of the CDK take it. */
export interface FunctionNetwork {
  readonly vpc?: ImageInfrastructureOptions['functionVpc'];
  readonly vpcSubnets?: ImageInfrastructureOptions['functionSubnets'];
  readonly securityGroups?: ISecurityGroup[];
}

/** The network of the functions below a construct; they share a security group. */
export function functionNetwork(scope: Construct, options: ImageInfrastructureOptions): FunctionNetwork {
  const { functionVpc: vpc, functionSubnets, functionSecurityGroups } = options;
  return vpc ? {
    vpc,
    vpcSubnets: functionSubnets,
    securityGroups: functionSecurityGroups ?? [new SecurityGroup(scope, 'SecurityGroup', { vpc, description: 'Functions that deployments of images wait for' })],
  } : {};
}

/** Grants the role of a function the permissions that the options need. Given before the function, which must not be there first. */
export function grantFunctionInfrastructure(role: IRole, { tracing, deadLetterQueue, functionVpc }: ImageInfrastructureOptions): void {
  const everywhere = [...tracing ? TRACE : [], ...functionVpc ? NETWORK : []];
  if (everywhere.length) {
    grantEverywhere(role, everywhere);
  }
  if (deadLetterQueue) {
    grantDeadLetters(role, deadLetterQueue);
  }
}

function grantEverywhere(role: IRole, actions: string[]): void {
  role.addToPrincipalPolicy(new PolicyStatement({ actions, resources: ['*'] }));
  Validations.of(role).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: 'neither traces nor the network interfaces of a function can be named before they are there' });
}

/** Sets what is asked for on all functions and state machines below a construct; those of aws-cdk-lib have no props for it. */
export function setFunctionInfrastructure(scope: Construct, { tracing, deadLetterQueue, functionConcurrency }: ImageInfrastructureOptions): void {
  for (const resource of scope.node.findAll()) {
    if (resource instanceof CfnFunction) {
      resource.tracingConfig = tracing ? { mode: 'Active' } : resource.tracingConfig;
      resource.deadLetterConfig = deadLetterQueue ? { targetArn: deadLetterQueue.queueArn } : resource.deadLetterConfig;
      resource.reservedConcurrentExecutions = functionConcurrency ?? resource.reservedConcurrentExecutions;
    } else if (resource instanceof CfnStateMachine && tracing) {
      resource.tracingConfiguration = { enabled: true };
      grantEverywhere(resource.node.scope!.node.findChild('Role') as Role, TRACE);
    }
  }
}
