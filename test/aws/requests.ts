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
 * What each operation of the steps asks of IAM: the action of the call, on what the variables of its project name, and what
 * AWS asks beside it. Read in the Service Authorization Reference and the pages that are named, 2026-11-27.
 */
export const OPERATIONS: { readonly [operation: string]: Requests } = {
  'apprunner DescribeService': one('apprunner:DescribeService', variable('SERVICE_ARN')),
  'apprunner ListOperations': one('apprunner:ListOperations', variable('SERVICE_ARN')),
  'apprunner UpdateService': all(one('apprunner:UpdateService', variable('SERVICE_ARN')),
    one('iam:PassRole', ({ account }) => `arn:aws:iam::${account}:role/access`, { 'iam:PassedToService': 'build.apprunner.amazonaws.com' })),
  'cloudwatch PutMetricData': one('cloudwatch:PutMetricData', undefined, { 'cloudwatch:namespace': 'NodejsImage' }),
  'codepipeline ListActionExecutions': one('codepipeline:ListActionExecutions', ({ region, account, variables: { METRICS_IMAGE } }) => `arn:aws:codepipeline:${region}:${account}:${METRICS_IMAGE}`),
  'codepipeline StartPipelineExecution': one('codepipeline:StartPipelineExecution', ({ region, account, variables: { PIPELINE } }) => `arn:aws:codepipeline:${region}:${account}:${PIPELINE}`),
  // https://docs.aws.amazon.com/codedeploy/latest/userguide/auth-and-access-control-permissions-reference.html
  'codedeploy CreateDeployment': all(
    one('codedeploy:CreateDeployment', ({ region, account, variables }) => `arn:aws:codedeploy:${region}:${account}:deploymentgroup:${variables.APPLICATION}/${variables.DEPLOYMENT_GROUP}`),
    one('codedeploy:RegisterApplicationRevision', ({ region, account, variables }) => `arn:aws:codedeploy:${region}:${account}:application:${variables.APPLICATION}`),
    one('codedeploy:GetApplicationRevision', ({ region, account, variables }) => `arn:aws:codedeploy:${region}:${account}:application:${variables.APPLICATION}`),
    one('codedeploy:GetDeploymentConfig', ({ region, account }) => `arn:aws:codedeploy:${region}:${account}:deploymentconfig:CodeDeployDefault.ECSAllAtOnce`)),
  'codedeploy GetDeployment': one('codedeploy:GetDeployment', ({ region, account, variables }) => `arn:aws:codedeploy:${region}:${account}:deploymentgroup:${variables.APPLICATION}/${variables.DEPLOYMENT_GROUP}`),
  'ecr DescribeImageScanFindings': one('ecr:DescribeImageScanFindings', variable('REPOSITORY_ARN')),
  'ecr GetAuthorizationToken': one('ecr:GetAuthorizationToken'),
  'ecr GetRegistryScanningConfiguration': one('ecr:GetRegistryScanningConfiguration'),
  'ecr StartImageScan': one('ecr:StartImageScan', variable('REPOSITORY_ARN')),
  // https://docs.aws.amazon.com/AmazonECR/latest/public/public-repository-policies.html
  'ecr-public GetAuthorizationToken': all(one('ecr-public:GetAuthorizationToken'), one('sts:GetServiceBearerToken')),
  'ecs DescribeServiceRevisions': one('ecs:DescribeServiceRevisions', ({ region, account, variables }) => `arn:aws:ecs:${region}:${account}:service-revision/${variables.CLUSTER}/${variables.SERVICE}/1`),
  'ecs DescribeServices': one('ecs:DescribeServices', SERVICE),
  'ecs DescribeTaskDefinition': one('ecs:DescribeTaskDefinition'),
  'ecs ListServiceDeployments': one('ecs:ListServiceDeployments', SERVICE),
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html
  'ecs RegisterTaskDefinition': all(one('ecs:RegisterTaskDefinition'), one('ecs:TagResource', TASK_DEFINITION, { 'ecs:CreateAction': 'RegisterTaskDefinition' }),
    one('iam:PassRole', ({ account }) => `arn:aws:iam::${account}:role/tasks`, { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' })),
  'ecs UpdateService': one('ecs:UpdateService', SERVICE),
  'inspector2 ListCoverage': one('inspector2:ListCoverage'),
  'kms GetPublicKey': one('kms:GetPublicKey', variable('KEY_ARN')),
  'kms Sign': one('kms:Sign', variable('KEY_ARN')),
  'kms Verify': one('kms:Verify', variable('KEY_ARN')),
  'lambda GetFunctionConfiguration': one('lambda:GetFunctionConfiguration', variable('FUNCTION')),
  'lambda PublishVersion': one('lambda:PublishVersion', variable('FUNCTION')),
  'lambda UpdateAlias': one('lambda:UpdateAlias', variable('FUNCTION')),
  'lambda UpdateFunctionCode': one('lambda:UpdateFunctionCode', variable('FUNCTION')),
  'cloudwatch-logs CreateLogStream': one('logs:CreateLogStream', ({ region, account, variables: { LOG_GROUP } }) => `arn:aws:logs:${region}:${account}:log-group:${LOG_GROUP}:log-stream:1`),
  'cloudwatch-logs PutLogEvents': one('logs:PutLogEvents', ({ region, account, variables: { LOG_GROUP } }) => `arn:aws:logs:${region}:${account}:log-group:${LOG_GROUP}:log-stream:1`),
  's3 GetObject': one('s3:GetObject', place => objectOf(['PLAN', 'SCAN_FILE', 'HANDED_ON'].find(name => name in place.variables)!)(place)),
  's3 PutObject': one('s3:PutObject', ({ variables: { CONTEXTS } }) => `arn:aws:s3:::${CONTEXTS}/contexts/api/c0ffee.zip`),
  'ssm GetParameter': one('ssm:GetParameter', ({ region, account, variables: { PARAMETER } }) => `arn:aws:ssm:${region}:${account}:parameter/${PARAMETER}`),
  'ssm PutParameter': one('ssm:PutParameter', ({ region, account, variables: { PARAMETER } }) => `arn:aws:ssm:${region}:${account}:parameter/${PARAMETER}`),
  'sts AssumeRole': one('sts:AssumeRole', variable('ASSUME_ROLE')),
};

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html */
export const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
export const PUSH = [...PULL, 'ecr:CompleteLayerUpload', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart'];
