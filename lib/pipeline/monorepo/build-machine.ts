import { PipelineError } from '../pipeline-error';
import { imageStates } from './image-states';
import { BuildMachineProps, MachineImage } from './machine-props';
import { busy, expression } from './machine-states';

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

/**
 * The state machine that builds what is not built, side by side, and then releases. It is given what the plan of a push says;
 * a build that fails leaves the others alone, and what is to come of the rest is for the release to judge.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
 */
export function buildMachine(props: BuildMachineProps): object {
  const task = (service: string) => `arn:${props.partition}:states:::${service}`;
  const { scan, attestProject } = props.checks;
  const isChecked = scan !== undefined || attestProject !== undefined;
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'Whether',
    States: {
      Whether: { Type: 'Choice', Choices: [{ Condition: expression('$states.input.nothing'), Next: 'Nothing' }], Default: 'Images' },
      Nothing: { Type: 'Succeed' },
      Images: { Type: 'Pass', Assign: { images: props.images, commit: expression('$states.input.commit'), ...props.platforms.length > 1 ? { platforms: props.platforms } : {} }, Next: 'Build' },
      Build: {
        Type: 'Map',
        Items: expression('$states.input.build'),
        MaxConcurrency: props.concurrency,
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'Look', States: imageStates(props, task) },
        Output: {
          plan: expression('$states.input.plan'), failures: expression('[$states.result[$exists(reason)]]'), names: expression('[$states.input.build.name]'),
          ...isChecked ? { checked: expression('$merge([$states.result[$exists(digest)].{ name: digest }])') } : {},
        },
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
            ...isChecked ? { checked: expression('$states.input.checked') } : {},
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
