/** A request that IAM decides on. */
export interface IamRequest {
  readonly action: string;
  readonly resource: string;
  readonly context?: { readonly [key: string]: string };
}

/** What is known of a project: where it is, and its variables with the values that they would have. */
export interface Place {
  readonly region: string;
  readonly account: string;
  readonly variables: { readonly [name: string]: string };
}

type Requests = (place: Place) => readonly IamRequest[];

/** Lambda, ECS and App Runner name what they are given by more than its name; any such name stands for them. */
const TASK_DEFINITION = ({ region, account }: Place): string => `arn:aws:ecs:${region}:${account}:task-definition/api:7`;
const SERVICE = ({ region, account, variables: { CLUSTER, SERVICE: name } }: Place): string => `arn:aws:ecs:${region}:${account}:service/${CLUSTER}/${name}`;

const one = (action: string, resource: (place: Place) => string = () => '*', context?: IamRequest['context']): Requests =>
  place => [{ action, resource: resource(place), context }];
const variable = (name: string) => ({ variables }: Place): string => variables[name];
const objectOf = (name: string) => ({ variables }: Place): string => `arn:aws:s3:::${variables[name]}`;
const all = (...requests: Requests[]): Requests => place => requests.flatMap(request => request(place));

/** The ARN of a repository, from its URI. */
export function repositoryArn(uri: string): string {
  const [, account, region, name] = /^(\d{12})\.dkr\.ecr\.([^.]+)\.amazonaws\.com\/(.+)$/.exec(uri)!;
  return `arn:aws:ecr:${region}:${account}:repository/${name}`;
}

/**
 * What each operation of the programs asks of IAM: the action of the call, on what the variables of its project name, and what
 * AWS asks beside it. Read in the Service Authorization Reference and the pages that are named, 2026-11-27.
 */
export const OPERATIONS: { readonly [operation: string]: Requests } = {
  'apprunner describe-service': one('apprunner:DescribeService', variable('SERVICE_ARN')),
  'apprunner list-operations': one('apprunner:ListOperations', variable('SERVICE_ARN')),
  'apprunner update-service': all(one('apprunner:UpdateService', variable('SERVICE_ARN')),
    one('iam:PassRole', ({ account }) => `arn:aws:iam::${account}:role/access`, { 'iam:PassedToService': 'build.apprunner.amazonaws.com' })),
  'cloudwatch put-metric-data': one('cloudwatch:PutMetricData', undefined, { 'cloudwatch:namespace': 'NodejsImage' }),
  'codepipeline list-action-executions': one('codepipeline:ListActionExecutions', ({ region, account, variables: { METRICS_IMAGE } }) => `arn:aws:codepipeline:${region}:${account}:${METRICS_IMAGE}`),
  'codepipeline start-pipeline-execution': one('codepipeline:StartPipelineExecution', ({ region, account, variables: { PIPELINE } }) => `arn:aws:codepipeline:${region}:${account}:${PIPELINE}`),
  // https://docs.aws.amazon.com/codedeploy/latest/userguide/auth-and-access-control-permissions-reference.html
  'deploy create-deployment': all(
    one('codedeploy:CreateDeployment', ({ region, account, variables }) => `arn:aws:codedeploy:${region}:${account}:deploymentgroup:${variables.APPLICATION}/${variables.DEPLOYMENT_GROUP}`),
    one('codedeploy:RegisterApplicationRevision', ({ region, account, variables }) => `arn:aws:codedeploy:${region}:${account}:application:${variables.APPLICATION}`),
    one('codedeploy:GetApplicationRevision', ({ region, account, variables }) => `arn:aws:codedeploy:${region}:${account}:application:${variables.APPLICATION}`),
    one('codedeploy:GetDeploymentConfig', ({ region, account }) => `arn:aws:codedeploy:${region}:${account}:deploymentconfig:CodeDeployDefault.ECSAllAtOnce`)),
  'deploy get-deployment': one('codedeploy:GetDeployment', ({ region, account, variables }) => `arn:aws:codedeploy:${region}:${account}:deploymentgroup:${variables.APPLICATION}/${variables.DEPLOYMENT_GROUP}`),
  'ecr describe-image-scan-findings': one('ecr:DescribeImageScanFindings', variable('REPOSITORY_ARN')),
  'ecr get-login-password': one('ecr:GetAuthorizationToken'),
  'ecr get-registry-scanning-configuration': one('ecr:GetRegistryScanningConfiguration'),
  'ecr start-image-scan': one('ecr:StartImageScan', variable('REPOSITORY_ARN')),
  // https://docs.aws.amazon.com/AmazonECR/latest/public/public-repository-policies.html
  'ecr-public get-login-password': all(one('ecr-public:GetAuthorizationToken'), one('sts:GetServiceBearerToken')),
  'ecs describe-service-revisions': one('ecs:DescribeServiceRevisions', ({ region, account, variables }) => `arn:aws:ecs:${region}:${account}:service-revision/${variables.CLUSTER}/${variables.SERVICE}/1`),
  'ecs describe-services': one('ecs:DescribeServices', SERVICE),
  'ecs describe-task-definition': one('ecs:DescribeTaskDefinition'),
  'ecs list-service-deployments': one('ecs:ListServiceDeployments', SERVICE),
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html
  'ecs register-task-definition': all(one('ecs:RegisterTaskDefinition'), one('ecs:TagResource', TASK_DEFINITION, { 'ecs:CreateAction': 'RegisterTaskDefinition' }),
    one('iam:PassRole', ({ account }) => `arn:aws:iam::${account}:role/tasks`, { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' })),
  'ecs update-service': one('ecs:UpdateService', SERVICE),
  'inspector2 list-coverage': one('inspector2:ListCoverage'),
  'kms get-public-key': one('kms:GetPublicKey', variable('KEY_ARN')),
  'kms sign': one('kms:Sign', variable('KEY_ARN')),
  'kms verify': one('kms:Verify', variable('KEY_ARN')),
  'lambda get-function-configuration': one('lambda:GetFunctionConfiguration', variable('FUNCTION')),
  'lambda publish-version': one('lambda:PublishVersion', variable('FUNCTION')),
  'lambda update-alias': one('lambda:UpdateAlias', variable('FUNCTION')),
  'lambda update-function-code': one('lambda:UpdateFunctionCode', variable('FUNCTION')),
  'logs create-log-stream': one('logs:CreateLogStream', ({ region, account, variables: { LOG_GROUP } }) => `arn:aws:logs:${region}:${account}:log-group:${LOG_GROUP}:log-stream:1`),
  'logs put-log-events': one('logs:PutLogEvents', ({ region, account, variables: { LOG_GROUP } }) => `arn:aws:logs:${region}:${account}:log-group:${LOG_GROUP}:log-stream:1`),
  's3 cp': one('s3:GetObject', place => objectOf(place.variables.PLAN ? 'PLAN' : 'SCAN_FILE')(place)),
  'ssm get-parameter': one('ssm:GetParameter', ({ region, account, variables: { PARAMETER } }) => `arn:aws:ssm:${region}:${account}:parameter/${PARAMETER}`),
  'ssm put-parameter': one('ssm:PutParameter', ({ region, account, variables: { PARAMETER } }) => `arn:aws:ssm:${region}:${account}:parameter/${PARAMETER}`),
  'sts assume-role': one('sts:AssumeRole', variable('ASSUME_ROLE')),
};

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html */
export const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
export const PUSH = [...PULL, 'ecr:CompleteLayerUpload', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart'];
