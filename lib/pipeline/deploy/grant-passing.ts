import { IPrincipal, IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Allows handing exactly these roles to exactly this service. */
export function grantPassing(principal: IPrincipal, roles: readonly IRole[], service: string): void {
  if (roles.length === 0) return;
  principal.addToPrincipalPolicy(new PolicyStatement({
    actions: ['iam:PassRole'],
    resources: roles.map(({ roleArn }) => roleArn),
    conditions: { StringEquals: { 'iam:PassedToService': service } },
  }));
}
