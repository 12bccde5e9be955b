import { DefaultTokenResolver, IFragmentConcatenator, IPostProcessor, IResolvable, IResolveContext, Reference, Tokenization } from 'aws-cdk-lib';
import { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { sha256 } from '../../context/sha256';

/** The place in which steps run, and how they are encrypted: what is the same here may share its projects and roles. */
export interface StepEnvironment {
  /** The network in which they run. */
  readonly vpc?: IVpc;
  readonly subnetSelection?: SubnetSelection;
  readonly securityGroups?: ISecurityGroup[];
  /** The key that encrypts what CodeBuild keeps. */
  readonly encryptionKey?: IKey;
}

/** Texts, and what stands for them until they are deployed, one behind the other. */
const CONCAT: IFragmentConcatenator = {
  join: (left: any, right: any) => [left, right].filter(part => part !== undefined).map(part => typeof part === 'string' ? part : JSON.stringify(part)).join(''),
};

/** Puts the path of a resource where its logical id would stand, which a resource of another stack may have, too. */
class Identities extends DefaultTokenResolver {
  constructor() {
    super(CONCAT);
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    return Reference.isReference(token) ? `<${token.target.node.path} ${token.displayName}>` : super.resolveToken(token, context, postProcessor);
  }
}

/** A text that two values have in common only if they are the same when they are deployed. */
export function identityOf(scope: Construct, value: unknown): string {
  return JSON.stringify(Tokenization.resolve(value, { scope, resolver: new Identities(), preparing: false }) ?? null);
}

/** Eight digits that stand for some values; none if there are none. */
export function digitsOf(scope: Construct, values: { readonly [name: string]: unknown }): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined).sort(([one], [other]) => one < other ? -1 : 1);
  return given.length ? sha256(identityOf(scope, given)).slice(0, 8) : '';
}

/** Digits that stand for where steps run; none for CodeBuild's own network and key. */
export function digitsOfEnvironment(scope: Construct, { vpc, subnetSelection, securityGroups, encryptionKey }: StepEnvironment): string {
  return digitsOf(scope, {
    subnets: vpc?.selectSubnets(subnetSelection).subnets.map(({ subnetId }) => subnetId),
    vpc: vpc?.vpcId,
    securityGroups: securityGroups?.map(({ securityGroupId }) => securityGroupId),
    key: encryptionKey?.keyArn,
  });
}
