import { Stack, Tags } from 'aws-cdk-lib';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ProjectRole } from '../../codebuild/roles/project-role';
import { acknowledgeBelow } from '../steps/acknowledge-below';

/** The tags of a role that say which image it builds. Whoever may change them may change the role. */
const IMAGE_TAG = 'nodejs-image-name';
const REPOSITORY_TAG = 'nodejs-image-repository';

/** Before what is set for all resources of an app: the tags decide what a role may do. */
const ABOVE_OTHERS = 1000;

/** Actions for pushing, and reading what is there. */
const PUSH = [
  'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:CompleteLayerUpload', 'ecr:GetDownloadUrlForLayer', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart',
];

/** Properties that all builds share. */
export interface ImageRolesProps {
  /** The role of the project: what every build may do. It has no tags, so that it may do nothing to an image. */
  readonly common: ProjectRole;
  readonly bucket: IBucket;
  /** The prefix of the build contexts in the bucket; behind it is the name of an image. */
  readonly contexts: string;
  /** The ARN of the table with the records. */
  readonly recordsArn: string;
}

/**
 * A role for each image, for one project that builds them all: a build is started with that of its image. All have one policy,
 * in which the tags of the role stand for the image, so that a role is little more than its tags.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
 */
export class ImageRoles extends Construct {
  /** Pattern of the ARNs of the roles, with what they are named by in a policy of who hands them to builds. */
  public readonly arnPattern: string;
  private readonly policy: Policy;
  private readonly path: string;

  constructor(scope: Construct, id: string, { common, bucket, contexts, recordsArn }: ImageRolesProps) {
    super(scope, id);
    const { partition, account, region } = Stack.of(this);
    this.path = `/nodejs-image/${this.node.addr}/`;
    this.arnPattern = `arn:${partition}:iam::${account}:role${this.path}*`;
    common.addToPolicy(new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }));
    common.addToPolicy(new PolicyStatement({ actions: PUSH, resources: [`arn:${partition}:ecr:${region}:${account}:repository/${tag(REPOSITORY_TAG)}`] }));
    common.addToPolicy(new PolicyStatement({
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      resources: [recordsArn],
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [tag(REPOSITORY_TAG)] } },
    }));
    const context = bucket.arnForObjects(`${contexts}/${tag(IMAGE_TAG)}/*`);
    common.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject', 's3:GetObjectVersion'], resources: [context] }));
    acknowledgeBelow(common, context, 'each role may read the build contexts of its own image, which are named by their contents');
    common.addToPolicy(new PolicyStatement({ actions: ['s3:GetBucketAcl', 's3:GetBucketLocation'], resources: [bucket.bucketArn] }));
    this.policy = common.node.findChild('DefaultPolicy') as Policy;
  }

  /** The role that builds an image. */
  public add(name: string, repository: IRepository): Role {
    const role = new Role(this, name, { assumedBy: new ServicePrincipal('codebuild.amazonaws.com'), path: this.path });
    Tags.of(role).add(IMAGE_TAG, name, { priority: ABOVE_OTHERS });
    Tags.of(role).add(REPOSITORY_TAG, repository.repositoryName, { priority: ABOVE_OTHERS });
    this.policy.attachToRole(role);
    return role;
  }

  /** The policy that has to be there before a build is started. */
  public get ready(): Construct {
    return this.policy;
  }
}

/** Variable for a tag of the principal, in a policy. */
function tag(name: string): string {
  return `\${aws:PrincipalTag/${name}}`;
}
