import { Token } from 'aws-cdk-lib';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { IManagedPolicy, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { PipelineError } from '../pipeline-error';

/** Actions for putting tags: manifests are read and put, and what they refer to has to be there. */
const PUT_TAGS = [
  'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:CompleteLayerUpload', 'ecr:GetDownloadUrlForLayer', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart',
];

/**
 * The characters of a managed policy, less its frame, and how many of them a role may have by default.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MOST_CHARACTERS = 5_700;
const MOST_POLICIES = 10;

/** Of an ARN what is not the name of the repository, and a name that CloudFormation makes: words of the stack and of the construct. */
const ARN_CHARACTERS = 65;
const MADE_NAME = 80;

/** Lets who releases put tags in all repositories, and in no other: a policy that names them all is larger than IAM takes one. */
export function releaseStatements(scope: Construct, repositories: readonly IRepository[]): IManagedPolicy[] {
  const parts: IRepository[][] = [[]];
  let room = MOST_CHARACTERS;
  for (const repository of repositories) {
    const { repositoryName } = repository;
    const size = ARN_CHARACTERS + (Token.isUnresolved(repositoryName) ? MADE_NAME : repositoryName.length);
    if (size > room) {
      parts.push([]);
      room = MOST_CHARACTERS;
    }
    parts[parts.length - 1].push(repository);
    room -= size;
  }
  if (parts.length > MOST_POLICIES) {
    throw new PipelineError(`the names of ${repositories.length} repositories take ${parts.length} policies, and a role has at most ${MOST_POLICIES}; give the repositories shorter names, or make several pipelines of the images`);
  }
  return parts.map((part, index) => new ManagedPolicy(scope, `Tags${index}`, {
    description: 'Puts the tags of a release on images',
    statements: [new PolicyStatement({ actions: PUT_TAGS, resources: part.map(({ repositoryArn }) => repositoryArn) })],
  }));
}
