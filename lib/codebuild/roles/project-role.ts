import { Stack, Validations } from 'aws-cdk-lib';
import { ISubnet, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { DeliveryError } from '../../context/delivery-error';
import { GrowingRole } from './growing-role';

/**
 * The role of a project that delivers an image. The project itself gets it without leave to widen it: what CodeBuild's
 * construct would add by itself reaches further than it has to.
 */
export class ProjectRole extends GrowingRole {
  /** Statement that allows logging in to ECR. */
  public static login(): PolicyStatement {
    return new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] });
  }

  /** Statement that allows logging in to ECR Public. */
  public static publicLogin(): PolicyStatement {
    return new PolicyStatement({ actions: ['ecr-public:GetAuthorizationToken', 'sts:GetServiceBearerToken'], resources: ['*'] });
  }

  /** Statement that allows reading exactly this file. */
  public static readingFile({ bucket, s3ObjectKey }: Asset): PolicyStatement {
    return new PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(s3ObjectKey)] });
  }

  constructor(scope: Construct, id: string, logGroup: ILogGroup | undefined, common: readonly PolicyStatement[] = []) {
    super(scope, id, { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') });
    if (common.length) {
      this.allowInCommon(common);
    }
    logGroup?.grantWrite(this);
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'logging in to a registry takes no resource; nor do joining a network and registering a task definition, where they are asked for',
    });
  }

  /** Allows reading exactly this file. */
  public grantFile(file: Asset): void {
    this.addToPolicy(ProjectRole.readingFile(file));
    this.grantKeyOf(file.bucket);
  }

  /** Allows CodeBuild to take exactly this file for its source, which looks at the bucket, too. */
  public grantSource({ bucket, s3ObjectKey }: Asset): void {
    this.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject', 's3:GetObjectVersion'], resources: [bucket.arnForObjects(s3ObjectKey)] }));
    this.addToPolicy(new PolicyStatement({ actions: ['s3:GetBucketAcl', 's3:GetBucketLocation'], resources: [bucket.bucketArn] }));
    this.grantKeyOf(bucket);
  }

  /**
   * The key of a bootstrap stack lets whoever may read its bucket use it. One that was put in its place need not: it is known
   * where the synthesizer of the stack tells it (`kmsKeyArn` of the location of an asset).
   */
  private grantKeyOf({ encryptionKey }: IBucket): void {
    if (encryptionKey) {
      this.grantKey(encryptionKey, 'kms:Decrypt');
    }
  }

  /** Allows logging in to ECR Public. */
  public grantPublicLogin(): void {
    this.addToPolicy(ProjectRole.publicLogin());
  }

  /** Allows what CodeBuild does with the key that encrypts what it keeps. */
  public grantEncryption(key: IKey | undefined): void {
    if (key) {
      this.grantKey(key, 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo');
    }
  }

  /**
   * Allows actions with a key.
   *
   * @throws DeliveryError where the CDK grants nothing: for an alias that is known by its name alone, without the feature flag
   * `@aws-cdk/aws-kms:applyImportedAliasPermissionsToPrincipal`.
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
   */
  public grantKey(key: IKey, ...actions: string[]): void {
    if (!key.grant(this, ...actions).success) {
      throw new DeliveryError(`nothing can be granted on the key ${key.node.path}, because only the name of its alias is known; give the key itself, `
        + 'as by Key.fromKeyArn, or set the feature flag "@aws-cdk/aws-kms:applyImportedAliasPermissionsToPrincipal" in cdk.json');
    }
  }

  /**
   * Allows joining a network.
   *
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html#customer-managed-policies-example-create-vpc-network-interface
   */
  public grantNetwork(vpc: IVpc, selection: SubnetSelection | undefined): void {
    const { partition, region, account } = Stack.of(this);
    this.addToPolicy(new PolicyStatement({
      actions: [
        'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeDhcpOptions', 'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs',
      ],
      resources: ['*'],
    }));
    this.addToPolicy(new PolicyStatement({
      actions: ['ec2:CreateNetworkInterfacePermission'],
      // only interfaces can be meant, and the subnets say in which account and region
      resources: ['*'],
      conditions: {
        StringEquals: {
          'ec2:Subnet': vpc.selectSubnets(selection).subnets.map(({ subnetId }: ISubnet) => `arn:${partition}:ec2:${region}:${account}:subnet/${subnetId}`),
          'ec2:AuthorizedService': 'codebuild.amazonaws.com',
        },
      },
    }));
  }
}
