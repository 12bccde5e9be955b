import { StepFailure } from '../../steps/step';
import { refusalsOfRevision } from './check';
import { awsServices, Services } from './services';
import { settingsIn } from './settings';

/**
 * The event of a hook of a deployment of ECS.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/lambda-lifecycle-hooks.html
 */
export interface HookEvent {
  readonly lifecycleStage?: string;
  readonly executionDetails?: { readonly serviceArn?: string; readonly targetServiceRevisionArn?: string };
}

/** The answer to ECS: it goes on, or goes back to the revision before. */
export interface HookAnswer {
  readonly hookStatus: 'SUCCEEDED' | 'FAILED';
}

/** The hook that ECS calls before it starts tasks of a new revision. */
export async function handler(event: HookEvent): Promise<HookAnswer> {
  return answer(awsServices(), process.env, event);
}

/** The answer for an event. Nothing is admitted that is not known to be: an image that cannot be looked at is refused, too. */
export async function answer(services: Services, variables: NodeJS.ProcessEnv, { executionDetails = {} }: HookEvent): Promise<HookAnswer> {
  const { serviceArn, targetServiceRevisionArn } = executionDetails;
  const reasons = await reasonsOf(services, variables, targetServiceRevisionArn);
  services.say(reasons.length ? `${targetServiceRevisionArn} is refused:` : `${targetServiceRevisionArn} of ${serviceArn} is admitted`);
  reasons.forEach(reason => services.say(`- ${reason}`));
  return { hookStatus: reasons.length ? 'FAILED' : 'SUCCEEDED' };
}

async function reasonsOf(services: Services, variables: NodeJS.ProcessEnv, revisionArn: string | undefined): Promise<string[]> {
  if (revisionArn === undefined) return ['ECS named no service revision'];
  try {
    return await refusalsOfRevision(services, settingsIn(variables), revisionArn);
  } catch (error: any) {
    return [error instanceof StepFailure ? [error.reason, error.detail].filter(Boolean).join(': ') : String(error?.message ?? error)];
  }
}
