import { PipelineError } from '../pipeline-error';

/** Input of the state machine about an image. */
export interface MachineImage {
  /** The ARN of the role that builds it. */
  readonly role: string;
  /** The name of the repository, and its address. */
  readonly repository: string;
  readonly uri: string;
  /** The variables of its build, beside those of the push. */
  readonly variables: readonly MachineVariable[];
}

/** A variable of a build, as the API takes it. */
export interface MachineVariable {
  readonly Name: string;
  readonly Value: string;
  readonly Type?: string;
}

/** Most characters of a variable of a state machine, less what values may have that are known only while deploying. */
const MOST_CHARACTERS = 240_000;

/** As many characters as an image has in it beside its variables: ARN of the role, address and name of the repository. */
const EACH = 400;

/**
 * Refuses images that the state machine cannot be told of.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
 */
export function requireFits(images: { readonly [name: string]: MachineImage }): { readonly [name: string]: MachineImage } {
  const total = Object.entries(images).reduce((sum, [name, { variables }]) => sum + name.length + EACH + JSON.stringify(variables).length, 0);
  if (total > MOST_CHARACTERS) {
    throw new PipelineError(`the variables of the builds of ${Object.keys(images).length} images have ${total} characters with what is known of the images, `
      + `and a state machine takes ${MOST_CHARACTERS}; give fewer or shorter "buildArgs" and "buildSecrets", or make several pipelines of the images`);
  }
  return images;
}

/** Properties of the state machine. Values may be known only while deploying. */
export interface BuildMachineProps {
  readonly images: { readonly [name: string]: MachineImage };
  readonly partition: string;
  /** The names of the projects. */
  readonly buildProject: string;
  readonly releaseProject: string;
  /** The bucket of what is handed on, and the prefix in it. */
  readonly bucket: string;
  readonly prefix: string;
  /** The table with the records. */
  readonly records: string;
  /** How many images are built at once. */
  readonly concurrency: number;
}

/** Errors of CodeBuild when it has as many builds as it accepts, or is asked too often. */
const BUSY = ['CodeBuild.AccountLimitExceededException', 'CodeBuild.ThrottlingException', 'CodeBuild.CodeBuildException', 'CodeBuild.SdkClientException'];

/** Why a task failed: the build that did, or what the service said. */
const REASON = '($said := $string($states.errorOutput.Cause); $build := $match($said, /arn:[a-z-]+:codebuild:[^"]+:build\\/[^"]+/, 1);'
  + ' $exists($build) ? "the build " & $build[0].match & " failed" : $states.errorOutput.Error & ": " & $substring($said, 0, 300))';

const expression = (text: string): string => `{% ${text} %}`;

/**
 * The state machine that builds what is not built, side by side, and then releases. It is given what the plan of a push says;
 * a build that fails leaves the others alone, and what is to come of the rest is for the release to judge.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
 */
export function buildMachine(props: BuildMachineProps): object {
  const task = (service: string) => `arn:${props.partition}:states:::${service}`;
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'Whether',
    States: {
      Whether: { Type: 'Choice', Choices: [{ Condition: expression('$states.input.nothing'), Next: 'Nothing' }], Default: 'Images' },
      Nothing: { Type: 'Succeed' },
      Images: { Type: 'Pass', Assign: { images: props.images }, Next: 'Build' },
      Build: {
        Type: 'Map',
        Items: expression('$states.input.build'),
        MaxConcurrency: props.concurrency,
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'Look', States: iteration(props, task) },
        Output: { plan: expression('$states.input.plan'), failures: expression('[$states.result[$exists(reason)]]'), names: expression('[$states.input.build.name]') },
        Next: 'HandOn',
      },
      HandOn: {
        Type: 'Task',
        Resource: task('aws-sdk:s3:putObject'),
        Arguments: {
          Bucket: props.bucket,
          Key: expression(`"${props.prefix}/handed-on/" & $states.context.Execution.Name & ".json"`),
          Body: {
            plan: expression('$states.input.plan'),
            failures: expression('$states.input.failures'),
            repositories: expression('$merge([$states.input.names.{ $: $lookup($images, $).uri }])'),
          },
        },
        Output: { handedOn: expression(`$states.input.plan.$split("/")[0] & "/${props.prefix}/handed-on/" & $states.context.Execution.Name & ".json"`) },
        Retry: [{ ErrorEquals: ['S3.S3Exception', 'S3.SdkClientException'], IntervalSeconds: 5, MaxAttempts: 5, BackoffRate: 2 }],
        Next: 'Release',
      },
      Release: {
        Type: 'Task',
        Resource: task('codebuild:startBuild.sync'),
        Arguments: { ProjectName: props.releaseProject, EnvironmentVariablesOverride: [{ Name: 'HANDED_ON', Value: expression('$states.input.handedOn'), Type: 'PLAINTEXT' }] },
        Retry: [busy()],
        Output: { released: true },
        End: true,
      },
    },
  };
}

/** Iteration of one image: a look whether a build has recorded this content, and else a build as the role of the image. */
function iteration(props: BuildMachineProps, task: (service: string) => string): object {
  return {
    Look: {
      Type: 'Task',
      Resource: task('dynamodb:getItem'),
      Arguments: {
        TableName: props.records,
        Key: { Repository: { S: expression('$lookup($images, $states.input.name).repository') }, Tag: { S: expression('$states.input.contentTag') } },
        ConsistentRead: true,
      },
      Output: { item: expression('$states.input'), built: expression('$exists($states.result.Item)') },
      Retry: [{ ErrorEquals: ['DynamoDB.SdkClientException', 'DynamoDB.AmazonDynamoDBException', 'DynamoDB.ProvisionedThroughputExceededException'], IntervalSeconds: 2, MaxAttempts: 5, BackoffRate: 2 }],
      Catch: [caught('$states.input.name')],
      Next: 'IsBuilt',
    },
    IsBuilt: { Type: 'Choice', Choices: [{ Condition: expression('$states.input.built'), Next: 'Built' }], Default: 'BuildImage' },
    Built: { Type: 'Pass', Output: { name: expression('$states.input.item.name') }, End: true },
    BuildImage: {
      Type: 'Task',
      Resource: task('codebuild:startBuild.sync'),
      Arguments: {
        ProjectName: props.buildProject,
        ServiceRoleOverride: expression('$lookup($images, $states.input.item.name).role'),
        SourceLocationOverride: expression(`"${props.bucket}/${props.prefix}/contexts/" & $states.input.item.name & "/" & $states.input.item.contentTag & ".zip"`),
        EnvironmentVariablesOverride: expression(`$append($lookup($images, $states.input.item.name).variables, [${[
          ['CONTENT_TAG', 'contentTag'], ['GATES', 'gates'], ['CACHE_STAGES', 'cacheStages'], ['BASE_IMAGES', 'baseImages'],
        ].map(([name, field]) => `{"Name": "${name}", "Value": $states.input.item.${field}, "Type": "PLAINTEXT"}`).join(', ')}])`),
      },
      Retry: [busy()],
      Catch: [caught('$states.input.item.name')],
      Output: { name: expression('$states.input.item.name') },
      End: true,
    },
    Failed: { Type: 'Pass', End: true },
  };
}

/** Builds above what an account takes at once are queued by CodeBuild, five times as many; above that it refuses. */
function busy(): object {
  return { ErrorEquals: BUSY, IntervalSeconds: 30, MaxAttempts: 15, BackoffRate: 1.5, MaxDelaySeconds: 900, JitterStrategy: 'FULL' };
}

function caught(name: string): object {
  return { ErrorEquals: ['States.ALL'], Output: { name: expression(name), reason: expression(REASON) }, Next: 'Failed' };
}
