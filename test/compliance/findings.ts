import { App, Stack } from 'aws-cdk-lib';
import { BackupPlan, BackupResource } from 'aws-cdk-lib/aws-backup';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { FargateService } from 'aws-cdk-lib/aws-ecs';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import {
  DeploymentTarget, ImageInfrastructure, ImageScan, ImageSigning, ImageTag, NodejsImageBuild, NodejsImageDeployment, NodejsImagePipeline,
  NodejsImageProject, PipelineSource,
} from '../../lib';
import { smallService, temporaryDirectory } from '../temporary';

const connectionArn = 'arn:aws:codeconnections:eu-central-1:123456789012:connection/0f0e0d0c-0000-4000-8000-000000000000';
const source = PipelineSource.gitHub('team/api', { connectionArn });

/** The packs by their short names. */
export const PACKS = { 'HIPAA.Security': HIPAASecurityChecks, 'NIST.800.53.R5': NIST80053R5Checks, 'PCI.DSS.321': PCIDSS321Checks };

/** What an organisation gives to the library: none of it is of the library. */
export interface Given {
  readonly key: Key;
  readonly topic: Topic;
}

/** What is looked at; with what is given it has all that it can have. */
export const KINDS: { readonly [kind: string]: (stack: Stack, given?: Given) => void } = {
  deployment: stack => new NodejsImageDeployment(stack, 'Image', { directory: smallService() }),
  build: (stack, given) => new NodejsImageBuild(stack, 'Image', {
    directory: smallService(), platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64], encryptionKey: given?.key,
  }),
  project: (stack, given) => {
    const directory = smallService();
    new NodejsImageProject(stack, 'Image', { directory, sourceRoot: directory, source, encryptionKey: given?.key });
  },
  pipeline: (stack, given) => {
    const directory = smallService();
    const service = (id: string) => FargateService.fromServiceArnWithCluster(stack, id, `arn:aws:ecs:eu-central-1:123456789012:service/cluster/${id}`);
    new NodejsImagePipeline(stack, 'Image', {
      directory, sourceRoot: directory, source,
      platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
      tags: [ImageTag.gitCommit()],
      scan: ImageScan.inspector(),
      signing: ImageSigning.cosign(new Key(stack, 'SigningKey', { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY })),
      environments: [{ name: 'staging', deployTo: [DeploymentTarget.ecs(service('staging'), { taskRoles: [Role.fromRoleName(stack, 'Tasks', 'tasks')] })] }, { name: 'production', approval: true }],
      baseImageSchedule: Schedule.expression('rate(1 day)'),
      dashboard: true,
      encryptionKey: given?.key,
      notificationTargets: given && [given.topic],
      alarms: { alarmActions: given && [new SnsAction(given.topic)] },
    });
  },
};

/** Asks for all that can be asked for. */
export function configureAll(stack: Stack): Given {
  const key = new Key(stack, 'Key', { enableKeyRotation: true });
  ImageInfrastructure.of(stack).configure({
    logEncryptionKey: key,
    logRetention: RetentionDays.ONE_YEAR,
    tracing: true,
    deadLetterQueue: new Queue(stack, 'DeadLetters', { encryptionMasterKey: key, enforceSSL: true }),
    functionConcurrency: 5,
    functionVpc: Vpc.fromVpcAttributes(stack, 'Network', { vpcId: 'vpc-0a', availabilityZones: ['a', 'b'], privateSubnetIds: ['subnet-0a', 'subnet-0b'] }),
    pointInTimeRecovery: true,
    accessLogBucket: Bucket.fromBucketName(stack, 'AccessLogs', 'access-logs'),
    artifactVersions: true,
  });
  BackupPlan.daily35DayRetention(stack, 'Backups').addSelection('Records', { resources: [BackupResource.fromConstruct(stack)] });
  return { key, topic: new Topic(stack, 'Topic', { masterKey: key, enforceSSL: true }) };
}

/** What belongs to whoever uses the library. */
const OF_USERS = /^Stack\/(Key|SigningKey|DeadLetters|Network|AccessLogs|Backups|BackupRole|Topic|Tasks|staging)\//;

/** Whether the library has made a resource. */
export function isOurs({ constructPath, resourceLogicalId }: { readonly constructPath?: string; readonly resourceLogicalId?: string }): boolean {
  return !OF_USERS.test(constructPath ?? resourceLogicalId ?? '');
}

/** What the packs find in resources of the library: by rule, pack and kind, how many. */
export type Findings = Map<string, { readonly [pack: string]: { readonly [kind: string]: number } }>;

/** What is found, as it is by default or with all that can be asked for. */
export function findings(configured: boolean): Findings {
  const found = new Map<string, { [pack: string]: { [kind: string]: number } }>();
  for (const [kind, make] of Object.entries(KINDS)) {
    const app = new App({ outdir: temporaryDirectory() });
    const stack = new Stack(app, 'Stack');
    make(stack, configured ? configureAll(stack) : undefined);
    app.synth();
    for (const [pack, Checks] of Object.entries(PACKS)) {
      for (const { ruleName, violatingResources } of new Checks().validateScope(app).violations) {
        const ours = violatingResources.filter(isOurs);
        const rule = ruleName.slice(pack.length + 1);
        if (ours.length === 0) continue;
        const packs = found.get(rule) ?? {};
        found.set(rule, { ...packs, [pack]: { ...packs[pack], [kind]: ours.length } });
      }
    }
  }
  return found;
}
