import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { FargateService } from 'aws-cdk-lib/aws-ecs';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { IRole, Role } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { DeploymentTarget, ImageSbom, ImageScan, ImageSigning, ImageTag, NodejsImagePipeline, PipelineSource } from '../../lib';
import { ACCOUNT, REGION } from './evaluate';

const connectionArn = `arn:aws:codeconnections:${REGION}:${ACCOUNT}:connection/0f0e0d0c-0000-4000-8000-000000000000`;

/** What pipelines of a stack use in common that is not of this library: a topic, a key, a role for tasks. */
interface Common {
  readonly topic: Topic;
  readonly key: Key;
  readonly tasks: IRole;
}

/** How much a stack has. */
export interface Measured {
  /** How many of each type. */
  readonly types: ReadonlyMap<string, number>;
  readonly resources: number;
  readonly bytes: number;
  readonly template: any;
}

/** A pipeline with everything that there is. */
export function fullPipeline(stack: Stack, id: string, directory: string, { topic, key, tasks }: Common): void {
  const service = (environment: string) => FargateService.fromServiceArnWithCluster(stack, `${id}-${environment}`, `arn:aws:ecs:${REGION}:${ACCOUNT}:service/${environment}/${id}`);
  const deployTo = (environment: string) => [DeploymentTarget.ecs(service(environment), { taskRoles: [tasks] })];
  new NodejsImagePipeline(stack, id, {
    directory,
    sourceRoot: directory,
    source: PipelineSource.gitHub(`team/${id}`, { connectionArn }),
    platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
    tags: [ImageTag.gitCommit(), ImageTag.moving('main')],
    scan: ImageScan.inspector(),
    signing: ImageSigning.cosign(key),
    sbom: ImageSbom.cycloneDx(),
    environments: [
      { name: 'staging', deployTo: deployTo('staging'), automaticRollback: true },
      { name: 'production', approvalTopic: topic, deployTo: deployTo('production'), automaticRollback: true },
    ],
    baseImageSchedule: Schedule.expression('rate(1 day)'),
    notificationTargets: [topic],
    dashboard: true,
    alarms: {},
  });
}

/** A pipeline with what has no default. */
export function smallPipeline(stack: Stack, id: string, directory: string): void {
  new NodejsImagePipeline(stack, id, { directory, sourceRoot: directory, source: PipelineSource.gitHub(`team/${id}`, { connectionArn }) });
}

/** Stacks of an app, each with some pipelines, as the CDK writes them. */
export function synthesized(outdir: string, stacks: readonly number[], pipeline: (stack: Stack, id: string, common: Common) => void): Measured[] {
  const app = new App({ outdir });
  let number = 0;
  const names = stacks.map((count, index) => {
    const stack = new Stack(app, `Stack${index}`, { env: { account: ACCOUNT, region: REGION }, suppressTemplateIndentation: true });
    const common = {
      topic: new Topic(stack, 'Topic', { enforceSSL: true }),
      key: new Key(stack, 'Key', { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY }),
      tasks: Role.fromRoleName(stack, 'Tasks', 'tasks'),
    };
    Array.from({ length: count }).forEach(() => pipeline(stack, `Service${number++}`, common));
    return stack.templateFile;
  });
  app.synth();
  return names.map(name => measured(fs.readFileSync(path.join(outdir, name), 'utf8')));
}

function measured(text: string): Measured {
  const template = JSON.parse(text);
  const resources = Object.values<any>(template.Resources);
  const types = new Map<string, number>();
  resources.forEach(({ Type }) => types.set(Type, (types.get(Type) ?? 0) + 1));
  return { types, resources: resources.length, bytes: Buffer.byteLength(text), template };
}
