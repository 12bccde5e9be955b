import { AwsError } from './aws';

/** Message of a service, for who reads the log. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof AwsError)) { throw error; }
  return `An error occurred (${error.code})${error.message === '' ? '' : `: ${error.message}`}`;
}
