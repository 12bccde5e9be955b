import { Token } from 'aws-cdk-lib';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { IManagedPolicy, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { PipelineError } from '../pipeline-error';

/** Actions for putting manifests, such as tags and signatures: what they refer to has to be there. */
export const PUT_MANIFESTS = [
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

/** Rights in all repositories of a monorepo, and in no other. */
export interface RepositoryRights {
  /** Start of the ids of the policies. */
  readonly id: string;
  readonly description: string;
  readonly actions: string[];
}

/** Policies about all of the repositories: one that names them all is larger than IAM takes one. */
export function repositoryPolicies(scope: Construct, repositories: readonly IRepository[], rights: RepositoryRights): IManagedPolicy[] {
  const { id, description, actions } = rights;
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
  return parts.map((part, index) => new ManagedPolicy(scope, `${id}${index}`, {
    description,
    statements: [new PolicyStatement({ actions, resources: part.map(({ repositoryArn }) => repositoryArn) })],
  }));
}
