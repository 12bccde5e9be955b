import { BuildMachineProps } from './machine-props';
import { busy, caught, expression, TaskVariables, variablesOf } from './machine-states';

type States = Record<string, object>;

/** The image that an iteration is about, and what is known of it. */
const ITEM = '$states.input.item';
const KNOWN = `$lookup($images, ${ITEM}.name)`;

/** The image that a build has recorded; an empty text where none has. */
const RECORDED = '$exists($states.result.Item.Digest.S) ? $states.result.Item.Digest.S : ""';

/**
 * Iteration of one image: a look whether a build has recorded this content, else a build as the role of the image, or one for each
 * platform; then what it has to pass before it is released, by the digest that is recorded.
 */
export function imageStates(props: BuildMachineProps, task: (service: string) => string): States {
  const { platforms, checks: { indexProject } } = props;
  const steps = checkStates(props, task);
  const passed = Object.keys(steps);
  const again: States = passed.length === 0 ? {} : {
    Recorded: {
      ...look(props, task, `${ITEM}.name`),
      Output: { item: expression(ITEM), digest: expression(RECORDED) },
      Next: passed[0],
    },
  };
  const [next] = [...Object.keys(again), 'Built'];
  return {
    Look: {
      ...look(props, task, '$states.input.name'),
      Output: { item: expression('$states.input'), built: expression('$exists($states.result.Item)'), digest: expression(RECORDED) },
      Next: 'IsBuilt',
    },
    IsBuilt: {
      Type: 'Choice',
      Choices: [{ Condition: expression('$states.input.built'), Next: passed[0] ?? 'Built' }],
      Default: platforms.length === 1 ? 'BuildImage' : 'BuildPlatforms',
    },
    ...platforms.length === 1
      ? { BuildImage: { ...build(props, task, platforms[0].project), Catch: [caught(`${ITEM}.name`, 'Failed')], Output: { item: expression(ITEM) }, Next: next } }
      : platformStates(props, task, next),
    ...again,
    ...steps,
    Built: { Type: 'Pass', Output: { name: expression(`${ITEM}.name`), ...passed.length ? { digest: expression('$states.input.digest') } : {} }, End: true },
    Failed: { Type: 'Pass', End: true },
  };

  /** The builds for several platforms side by side, of which one that fails leaves the others alone, and one index of their images. */
  function platformStates(own: BuildMachineProps, of: typeof task, after: string): States {
    return {
      BuildPlatforms: {
        Type: 'Map',
        Items: expression(`[$platforms.$merge([{ "item": ${ITEM} }, $])]`),
        MaxConcurrency: platforms.length,
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'BuildPlatform', States: {
          BuildPlatform: {
            ...build(own, of, expression('$states.input.project')),
            Catch: [caught(`${ITEM}.name`, 'PlatformFailed')],
            Output: { name: expression(`${ITEM}.name`) },
            End: true,
          },
          PlatformFailed: { Type: 'Pass', End: true },
        } },
        Output: { item: expression(ITEM), reasons: expression('[$states.result[$exists(reason)].reason]') },
        Next: 'AreBuilt',
      },
      AreBuilt: { Type: 'Choice', Choices: [{ Condition: expression('$count($states.input.reasons) = 0'), Next: 'Index' }], Default: 'NotBuilt' },
      NotBuilt: { Type: 'Pass', Output: { name: expression(`${ITEM}.name`), reason: expression('$join($states.input.reasons, "; ")') }, End: true },
      Index: { ...stepTask(of, indexProject!, { CONTENT_TAG: `${ITEM}.contentTag` }), Output: { item: expression(ITEM) }, Next: after },
    };
  }
}

/** The steps that an image has to pass: what does not pass a scan is not signed. */
function checkStates({ checks: { scan, attestProject } }: BuildMachineProps, task: (service: string) => string): States {
  const digest = { IMAGE_DIGEST: '$states.input.digest' };
  const kept = { item: expression(ITEM), digest: expression('$states.input.digest') };
  return {
    ...scan ? {
      Scan: {
        ...stepTask(task, scan.project, {
          ...digest,
          REPOSITORY_ARN: `"${scan.repositories}" & ${KNOWN}.repository`,
          SCAN_ENTRY: `$exists(${KNOWN}.findings) ? ${KNOWN}.findings : ""`,
        }),
        Output: kept,
        Next: attestProject === undefined ? 'Built' : 'Attest',
      },
    } : {},
    ...attestProject === undefined ? {} : {
      Attest: {
        ...stepTask(task, attestProject, { ...digest, CONTENT_TAG: `${ITEM}.contentTag`, SCANNED: JSON.stringify(scan?.kind ?? '') }),
        Output: kept,
        Next: 'Built',
      },
    },
  };
}

/** A look for what a build has recorded of this content. */
function look({ records }: BuildMachineProps, task: (service: string) => string, name: string): object {
  const item = name.slice(0, -'.name'.length);
  return {
    Type: 'Task',
    Resource: task('dynamodb:getItem'),
    Arguments: {
      TableName: records,
      Key: { Repository: { S: expression(`$lookup($images, ${name}).repository`) }, Tag: { S: expression(`${item}.contentTag`) } },
      ConsistentRead: true,
    },
    Retry: [{ ErrorEquals: ['DynamoDB.SdkClientException', 'DynamoDB.AmazonDynamoDBException', 'DynamoDB.ProvisionedThroughputExceededException'], IntervalSeconds: 2, MaxAttempts: 5, BackoffRate: 2 }],
    Catch: [caught(name, 'Failed')],
  };
}

/** A build as the role of the image, of the context that the plan left. */
function build({ bucket, prefix }: BuildMachineProps, task: (service: string) => string, project: string): object {
  const told = Object.fromEntries([
    ['CONTENT_TAG', 'contentTag'], ['GATES', 'gates'], ['UNPROVEN_GATES', 'unprovenGates'], ['CACHE_STAGES', 'cacheStages'], ['BASE_IMAGES', 'baseImages'],
  ].map(([variable, field]) => [variable, `${ITEM}.${field}`]));
  return {
    Type: 'Task',
    Resource: task('codebuild:startBuild.sync'),
    Arguments: {
      ProjectName: project,
      ServiceRoleOverride: expression(`${KNOWN}.role`),
      SourceLocationOverride: expression(`"${bucket}/${prefix}/contexts/" & ${ITEM}.name & "/" & ${ITEM}.contentTag & ".zip"`),
      EnvironmentVariablesOverride: expression(`$append(${KNOWN}.variables, ${variablesOf({ ...told, SOURCE_VERSION: '$commit' })})`),
    },
    Retry: [busy()],
  };
}

/** A step about the image, which runs nothing of it. */
function stepTask(task: (service: string) => string, project: string, told: TaskVariables): object {
  return {
    Type: 'Task',
    Resource: task('codebuild:startBuild.sync'),
    Arguments: { ProjectName: project, EnvironmentVariablesOverride: expression(variablesOf({ REPOSITORY: `${KNOWN}.uri`, ...told })) },
    Retry: [busy()],
    Catch: [caught(`${ITEM}.name`, 'Failed')],
  };
}
