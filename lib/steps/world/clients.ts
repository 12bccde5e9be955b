import {
  AppRunnerClient, DescribeServiceCommand, ListOperationsCommand, UpdateServiceCommand as UpdateAppRunnerServiceCommand,
} from '@aws-sdk/client-apprunner';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CodeDeployClient, CreateDeploymentCommand, GetDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { CodePipelineClient, ListActionExecutionsCommand, StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeImageScanFindingsCommand, ECRClient, GetAuthorizationTokenCommand, GetRegistryScanningConfigurationCommand, StartImageScanCommand,
} from '@aws-sdk/client-ecr';
import { ECRPUBLICClient, GetAuthorizationTokenCommand as GetPublicAuthorizationTokenCommand } from '@aws-sdk/client-ecr-public';
import {
  DescribeServiceRevisionsCommand, DescribeServicesCommand, DescribeTaskDefinitionCommand, ECSClient, ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand, UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { Inspector2Client, ListCoverageCommand } from '@aws-sdk/client-inspector2';
import { GetPublicKeyCommand, KMSClient, SignCommand, VerifyCommand } from '@aws-sdk/client-kms';
import {
  GetFunctionConfigurationCommand, LambdaClient, PublishVersionCommand, UpdateAliasCommand, UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { AwsService } from './aws';

/** The client of a service, and the operations that steps ask it for: only what is named here is bundled. */
export interface ServiceClient {
  readonly Client: new (configuration: any) => { send(command: any): Promise<any> };
  readonly commands: { readonly [operation: string]: new (input: any) => object };
  /** The operations whose answers become inputs of others: of them nothing may be lost that this version of the SDK does not know. */
  readonly verbatim?: readonly string[];
}

/** Client of the SDK for each service. */
export const CLIENTS: { readonly [service in AwsService]?: ServiceClient } = {
  'apprunner': {
    Client: AppRunnerClient,
    commands: { DescribeService: DescribeServiceCommand, ListOperations: ListOperationsCommand, UpdateService: UpdateAppRunnerServiceCommand },
    verbatim: ['DescribeService', 'UpdateService'],
  },
  'cloudwatch': { Client: CloudWatchClient, commands: { PutMetricData: PutMetricDataCommand } },
  'cloudwatch-logs': { Client: CloudWatchLogsClient, commands: { CreateLogStream: CreateLogStreamCommand, PutLogEvents: PutLogEventsCommand } },
  'codedeploy': { Client: CodeDeployClient, commands: { CreateDeployment: CreateDeploymentCommand, GetDeployment: GetDeploymentCommand } },
  'codepipeline': {
    Client: CodePipelineClient,
    commands: { ListActionExecutions: ListActionExecutionsCommand, StartPipelineExecution: StartPipelineExecutionCommand },
  },
  'dynamodb': { Client: DynamoDBClient, commands: { DeleteItem: DeleteItemCommand, GetItem: GetItemCommand, PutItem: PutItemCommand, Query: QueryCommand } },
  'ecr': {
    Client: ECRClient,
    commands: {
      DescribeImageScanFindings: DescribeImageScanFindingsCommand,
      GetAuthorizationToken: GetAuthorizationTokenCommand,
      GetRegistryScanningConfiguration: GetRegistryScanningConfigurationCommand,
      StartImageScan: StartImageScanCommand,
    },
  },
  'ecr-public': { Client: ECRPUBLICClient, commands: { GetAuthorizationToken: GetPublicAuthorizationTokenCommand } },
  'ecs': {
    Client: ECSClient,
    commands: {
      DescribeServiceRevisions: DescribeServiceRevisionsCommand,
      DescribeServices: DescribeServicesCommand,
      DescribeTaskDefinition: DescribeTaskDefinitionCommand,
      ListServiceDeployments: ListServiceDeploymentsCommand,
      RegisterTaskDefinition: RegisterTaskDefinitionCommand,
      UpdateService: UpdateServiceCommand,
    },
    verbatim: ['DescribeTaskDefinition', 'RegisterTaskDefinition'],
  },
  'inspector2': { Client: Inspector2Client, commands: { ListCoverage: ListCoverageCommand } },
  'kms': { Client: KMSClient, commands: { GetPublicKey: GetPublicKeyCommand, Sign: SignCommand, Verify: VerifyCommand } },
  'lambda': {
    Client: LambdaClient,
    commands: {
      GetFunctionConfiguration: GetFunctionConfigurationCommand,
      PublishVersion: PublishVersionCommand,
      UpdateAlias: UpdateAliasCommand,
      UpdateFunctionCode: UpdateFunctionCodeCommand,
    },
  },
  's3': { Client: S3Client, commands: { GetObject: GetObjectCommand, PutObject: PutObjectCommand } },
  'ssm': { Client: SSMClient, commands: { GetParameter: GetParameterCommand, PutParameter: PutParameterCommand } },
  'sts': { Client: STSClient, commands: { AssumeRole: AssumeRoleCommand } },
};
