import { Build } from '@aws-sdk/client-codebuild';
import { consoleLink } from './console-link';

/** Why a request was ended before CloudFormation ends it by itself. */
export function tooLongReason(name: string, build: Build | undefined, elapsed: number): string {
  const minutes = Math.floor(elapsed / 60_000);
  const what = build?.currentPhase === 'QUEUED' || build?.currentPhase === 'SUBMITTED'
    ? `${name} still waits for its turn ${minutes} minutes after the first build was started: the account's quota or the fleet has no room for it`
    : `${name} has not ended ${minutes} minutes after the first build was started`;
  const link = consoleLink(build?.arn);
  return [
    `${what}. CloudFormation waits for an hour at most, so the builds were stopped.`,
    'Give the build less to do (fewer gates, a larger compute type, a cache), or set `timeout` to have it end earlier with a report of its own.',
    ...(link ? [`build: ${link}`] : []),
  ].join('\n');
}
