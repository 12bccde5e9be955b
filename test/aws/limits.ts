/** What AWS takes at most, or at least, where it was read, and what of a template it is about. Properties are resolved. */
export interface Limit {
  readonly name: string;
  readonly least?: number;
  readonly most: number;
  readonly source: string;
  /** The numbers that it is held against. */
  of(resources: readonly Resource[]): readonly number[];
}

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: any;
}

/** The day on which all of this was read. */
export const READ = '2026-11-27';

const propertiesOf = (resources: readonly Resource[], type: string): any[] =>
  resources.filter(resource => resource.type === type).map(({ properties }) => properties);
const projects = (resources: readonly Resource[]): any[] => propertiesOf(resources, 'AWS::CodeBuild::Project');
const stages = (resources: readonly Resource[]): any[] => propertiesOf(resources, 'AWS::CodePipeline::Pipeline').flatMap(({ Stages }) => Stages);
const GUIDE = 'https://docs.aws.amazon.com';

export const LIMITS: readonly Limit[] = [
  {
    name: 'resources of a template', most: 500, source: `${GUIDE}/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html`,
    of: resources => [resources.length],
  }, {
    name: 'characters of all variables of a build', most: 5_500, source: `${GUIDE}/codebuild/latest/userguide/limits.html`,
    of: resources => projects(resources).map(({ Environment: { EnvironmentVariables = [] } }) =>
      EnvironmentVariables.reduce((sum: number, { Name, Value }: any) => sum + Name.length + String(Value).length, 0)),
  }, {
    name: 'minutes of a build', least: 5, most: 2_160, source: `${GUIDE}/codebuild/latest/APIReference/API_CreateProject.html`,
    of: resources => projects(resources).map(({ TimeoutInMinutes }) => TimeoutInMinutes),
  }, {
    name: 'minutes of a build in the queue', least: 5, most: 480, source: `${GUIDE}/codebuild/latest/APIReference/API_CreateProject.html`,
    of: resources => projects(resources).map(({ QueuedTimeoutInMinutes }) => QueuedTimeoutInMinutes),
  }, {
    name: 'report groups of a build', most: 5, source: `${GUIDE}/codebuild/latest/userguide/limits.html`,
    of: resources => projects(resources).map(({ Source: { BuildSpec } }) => Object.keys(JSON.parse(BuildSpec).reports ?? {}).length),
  }, {
    name: 'characters of the description of a project', most: 255, source: `${GUIDE}/codebuild/latest/userguide/limits.html`,
    of: resources => projects(resources).map(({ Description = '' }) => Description.length),
  }, {
    name: 'stages of a pipeline', least: 2, most: 50, source: `${GUIDE}/codepipeline/latest/userguide/limits.html`,
    of: resources => propertiesOf(resources, 'AWS::CodePipeline::Pipeline').map(({ Stages }) => Stages.length),
  }, {
    name: 'actions of a stage', least: 1, most: 50, source: `${GUIDE}/codepipeline/latest/userguide/limits.html`,
    of: resources => stages(resources).map(({ Actions }) => Actions.length),
  }, {
    name: 'characters of the variables of an action', most: 1_000, source: `${GUIDE}/codepipeline/latest/APIReference/API_ActionDeclaration.html`,
    of: resources => stages(resources).flatMap(({ Actions }) => Actions)
      .map(({ Configuration: { EnvironmentVariables = '' } = {} as any }) => EnvironmentVariables.length),
  }, {
    name: 'patterns of tags that may be moved in a repository', most: 5, source: `${GUIDE}/AmazonECR/latest/userguide/image-tag-mutability.html`,
    of: resources => propertiesOf(resources, 'AWS::ECR::Repository').map(({ ImageTagMutabilityExclusionFilters = [] }) => ImageTagMutabilityExclusionFilters.length),
  }, {
    name: 'rules of a lifecycle', most: 50, source: `${GUIDE}/AmazonECR/latest/userguide/service-quotas.html`,
    of: resources => propertiesOf(resources, 'AWS::ECR::Repository').map(({ LifecyclePolicy }) => JSON.parse(LifecyclePolicy.LifecyclePolicyText).rules.length),
  }, {
    name: 'bytes of the definition of a state machine', most: 1_048_576, source: `${GUIDE}/step-functions/latest/dg/service-quotas.html`,
    of: resources => propertiesOf(resources, 'AWS::StepFunctions::StateMachine').map(({ DefinitionString }) => DefinitionString.length),
  }, {
    name: 'policies that are attached to a role', most: 10, source: `${GUIDE}/IAM/latest/UserGuide/reference_iam-quotas.html`,
    of: resources => propertiesOf(resources, 'AWS::IAM::Role').map(({ ManagedPolicyArns = [] }) => ManagedPolicyArns.length),
  }, {
    name: 'characters of a managed policy', least: 1, most: 6_144, source: `${GUIDE}/IAM/latest/UserGuide/reference_iam-quotas.html`,
    of: resources => propertiesOf(resources, 'AWS::IAM::ManagedPolicy').map(({ PolicyDocument }) => JSON.stringify(PolicyDocument).length),
  }, {
    name: 'targets of a rule', most: 5, source: `${GUIDE}/eventbridge/latest/userguide/eb-quota.html`,
    of: resources => propertiesOf(resources, 'AWS::Events::Rule').map(({ Targets }) => Targets.length),
  }, {
    name: 'resource policies of CloudWatch Logs that every stack adds to those of a region, of which there are ten', most: 0, source: `${GUIDE}/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html`,
    of: resources => [propertiesOf(resources, 'AWS::Logs::ResourcePolicy').length],
  }, {
    name: 'characters of a managed policy', most: 6_144, source: `${GUIDE}/IAM/latest/UserGuide/reference_iam-quotas.html`,
    of: resources => propertiesOf(resources, 'AWS::IAM::ManagedPolicy').map(({ PolicyDocument }) => JSON.stringify(PolicyDocument).length),
  }, {
    name: 'managed policies of a role', most: 10, source: `${GUIDE}/IAM/latest/UserGuide/reference_iam-quotas.html`,
    of: resources => propertiesOf(resources, 'AWS::IAM::Role').map(({ name }) => propertiesOf(resources, 'AWS::IAM::ManagedPolicy').filter(({ Roles = [] }) => Roles.includes(name)).length),
  }, {
    name: 'characters of the pattern of a rule', most: 4_096, source: `${GUIDE}/eventbridge/latest/APIReference/API_PutRule.html`,
    of: resources => propertiesOf(resources, 'AWS::Events::Rule').map(({ EventPattern = {} }) => JSON.stringify(EventPattern).length),
  }, {
    name: 'characters of the inline policies of a role', most: 10_240, source: `${GUIDE}/IAM/latest/UserGuide/reference_iam-quotas.html`,
    of: resources => propertiesOf(resources, 'AWS::IAM::Role').map(({ name }) => propertiesOf(resources, 'AWS::IAM::Policy')
      .filter(({ Roles }) => Roles.includes(name)).reduce((sum, { PolicyDocument }) => sum + JSON.stringify(PolicyDocument).length, 0)),
  }, {
    name: 'days for which the smallest artifact of a pipeline is kept: as long as CodePipeline knows an execution, and an approval on top', least: 366 + 30, most: Infinity,
    source: `${GUIDE}/codepipeline/latest/APIReference/API_ListPipelineExecutions.html`,
    of: resources => propertiesOf(resources, 'AWS::S3::Bucket').map(({ LifecycleConfiguration: { Rules } }) =>
      Math.min(...Rules.filter(({ ObjectSizeGreaterThan }: any) => ObjectSizeGreaterThan === undefined)
        .map(({ ExpirationInDays }: any) => ExpirationInDays))),
  },
];

/** What an account, or a region of it, takes of a type by default. */
export interface Quota {
  readonly name: string;
  readonly type: string;
  readonly most: number;
  readonly source: string;
}

export const QUOTAS: readonly Quota[] = [
  { name: 'roles of an account', type: 'AWS::IAM::Role', most: 1_000, source: `${GUIDE}/IAM/latest/UserGuide/reference_iam-quotas.html` },
  { name: 'managed policies of an account', type: 'AWS::IAM::ManagedPolicy', most: 1_500, source: `${GUIDE}/IAM/latest/UserGuide/reference_iam-quotas.html` },
  { name: 'pipelines', type: 'AWS::CodePipeline::Pipeline', most: 1_000, source: `${GUIDE}/codepipeline/latest/userguide/limits.html` },
  { name: 'projects of CodeBuild', type: 'AWS::CodeBuild::Project', most: 5_000, source: `${GUIDE}/codebuild/latest/userguide/limits.html` },
  { name: 'report groups', type: 'AWS::CodeBuild::ReportGroup', most: 5_000, source: `${GUIDE}/codebuild/latest/userguide/limits.html` },
  { name: 'rules of the event bus', type: 'AWS::Events::Rule', most: 300, source: `${GUIDE}/eventbridge/latest/userguide/eb-quota.html` },
  { name: 'schedules', type: 'AWS::Scheduler::Schedule', most: 1_000_000, source: `${GUIDE}/scheduler/latest/UserGuide/scheduler-quotas.html` },
  { name: 'buckets of an account', type: 'AWS::S3::Bucket', most: 10_000, source: `${GUIDE}/AmazonS3/latest/userguide/BucketRestrictions.html` },
  { name: 'log groups', type: 'AWS::Logs::LogGroup', most: 1_000_000, source: `${GUIDE}/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html` },
  { name: 'alarms', type: 'AWS::CloudWatch::Alarm', most: 5_000, source: `${GUIDE}/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html` },
  { name: 'repositories of ECR', type: 'AWS::ECR::Repository', most: 100_000, source: `${GUIDE}/AmazonECR/latest/userguide/service-quotas.html` },
  { name: 'tables of DynamoDB', type: 'AWS::DynamoDB::Table', most: 2_500, source: `${GUIDE}/amazondynamodb/latest/developerguide/ServiceQuotas.html` },
  { name: 'parameters of Systems Manager', type: 'AWS::SSM::Parameter', most: 10_000, source: `${GUIDE}/general/latest/gr/ssm.html` },
];

/** Stacks of an account in a region. */
export const STACKS = 2_000;

/** Bytes of a template. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const TEMPLATE_BYTES = 1_000_000;

/** The events of a webhook, by the kind of its source. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html and the pages for each host */
export const WEBHOOK_EVENTS: { readonly [type: string]: readonly string[] } = {
  GITHUB: ['PUSH', 'PULL_REQUEST_CREATED', 'PULL_REQUEST_UPDATED', 'PULL_REQUEST_REOPENED', 'PULL_REQUEST_MERGED', 'PULL_REQUEST_CLOSED', 'RELEASED', 'PRERELEASED', 'WORKFLOW_JOB_QUEUED'],
  GITLAB: ['PUSH', 'PULL_REQUEST_CREATED', 'PULL_REQUEST_UPDATED', 'PULL_REQUEST_REOPENED', 'PULL_REQUEST_MERGED', 'PULL_REQUEST_CLOSED', 'WORKFLOW_JOB_QUEUED'],
  BITBUCKET: ['PUSH', 'PULL_REQUEST_CREATED', 'PULL_REQUEST_UPDATED', 'PULL_REQUEST_MERGED', 'PULL_REQUEST_CLOSED'],
};

/**
 * Where CloudFormation has not all of the types that stacks with images may have: of 45 regions in seven partitions, those
 * without. From the schemas of regions in cfn-lint 1.58.0.
 */
export const MISSING_TYPES: { readonly [type: string]: readonly string[] } = {
  'AWS::AppRunner::Service': [
    'af-south-1', 'ap-east-1', 'ap-east-2', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'ca-central-1',
    'ca-west-1', 'cn-north-1', 'cn-northwest-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'il-central-1', 'me-central-1', 'mx-central-1', 'sa-east-1', 'us-gov-east-1',
    'us-gov-west-1', 'us-west-1',
  ],
  'AWS::CodeBuild::Project': ['ap-east-2', 'ca-west-1', 'mx-central-1'],
  'AWS::CodeBuild::ReportGroup': ['ap-east-2', 'ca-west-1', 'mx-central-1'],
  'AWS::CodeStarNotifications::NotificationRule': [
    'af-south-1', 'ap-east-2', 'ap-northeast-3', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'ca-west-1', 'cn-north-1', 'cn-northwest-1',
    'eu-central-2', 'eu-south-1', 'eu-south-2', 'il-central-1', 'me-central-1', 'mx-central-1', 'us-gov-east-1', 'us-gov-west-1',
  ],
  'AWS::Lambda::Url': [
    'ap-east-2', 'ap-south-2', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'ca-west-1', 'cn-northwest-1', 'eu-central-2', 'il-central-1', 'me-central-1', 'mx-central-1',
    'us-gov-east-1', 'us-gov-west-1',
  ],
};
