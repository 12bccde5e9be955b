import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';

/** Services that the handlers use. */
export interface Services {
  readonly codeBuild: CodeBuildClient;
  readonly logs: CloudWatchLogsClient;
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** The real ones. Many resources of a stack ask at once, so that throttling is to be expected. */
export function awsServices(): Services {
  return {
    codeBuild: new CodeBuildClient({ maxAttempts: 10 }),
    logs: new CloudWatchLogsClient({ maxAttempts: 5 }),
    now: () => Date.now(),
    sleep: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)),
  };
}
