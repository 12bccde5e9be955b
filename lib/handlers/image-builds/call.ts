import { ImageBuildsError } from './image-builds-error';
import { Services } from './services';

/** Permissions that CloudFormation has just given may take this long until they hold everywhere. */
const WAITS_FOR_PERMISSION = [1_000, 2_000, 4_000, 8_000, 8_000, 8_000];

/** Calls an API, and calls again while the permission to do so does not hold yet. */
export async function withPermission<T>(services: Services, call: () => Promise<T>): Promise<T> {
  for (const wait of WAITS_FOR_PERMISSION) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'AccessDeniedException') {
        throw error;
      }
      console.log(`not permitted yet, asking again in ${wait / 1_000} s`);
      await services.sleep(wait);
    }
  }
  return call();
}

/** Remedies for a request that CodeBuild refuses. */
const ADVICE: Record<string, string> = {
  AccountLimitExceededException: 'ask for a higher quota of concurrently running builds in Service Quotas, or deploy fewer images at a time',
  InvalidInputException: 'change what the message names; all variables of a build together may have about 5,500 characters',
  ResourceNotFoundException: 'the project was deleted outside of the stack',
  AccessDeniedException: 'a policy outside of the stack, such as a permissions boundary, denies it',
};

/** The error to fail with where CodeBuild does not do what it was asked for. Errors that pass stay what they are. */
export function refusal(what: string, error: unknown): unknown {
  if (isTransient(error)) {
    return error;
  }
  const advice = error instanceof Error ? ADVICE[error.name] : undefined;
  return new ImageBuildsError(`${what}: ${errorText(error)}${advice ? `; ${advice}` : ''}`);
}

/** An error in one line. */
export function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** True if others are before us. An account that may run no build at all will not let one in later. */
function isFullQueue({ name, message }: Error): boolean {
  return name === 'AccountLimitExceededException' && !/more than 0 /.test(message);
}

/** True if the same call may succeed in a while: the service is busy or broken, or cannot be reached. */
export function isTransient(error: unknown): boolean {
  if (error instanceof ImageBuildsError || !(error instanceof Error)) {
    return false;
  }
  const { $metadata, $fault, code } = error as { $metadata?: { httpStatusCode?: number }; $fault?: string; code?: string };
  const status = $metadata?.httpStatusCode ?? 0;
  return status === 429 || status >= 500 || $fault === 'server' || isFullQueue(error)
    || /throttl|toomanyrequests|requestlimitexceeded|timeout/i.test(error.name)
    || ['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN'].includes(code ?? '');
}
