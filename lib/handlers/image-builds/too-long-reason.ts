import { Build } from '@aws-sdk/client-codebuild';
import { linksTo } from './failure-reason';

/** Why a request was ended before CloudFormation ends it by itself. */
export function tooLongReason(name: string, build: Build | undefined, elapsed: number): string {
  const minutes = Math.floor(elapsed / 60_000);
  const what = `${name} ${stateOf(build)} ${minutes} minutes after it was asked for`;
  return [
    `${what}. CloudFormation waits for an hour at most, so the builds were stopped.`,
    'Give the build less to do (fewer gates, a larger compute type, a cache), or set `timeout` to have it end earlier with a report of its own.',
    ...linksTo(build),
  ].join('\n');
}

function stateOf(build: Build | undefined): string {
  if (!build) {
    return 'is not started, because the quota of the account has no room for it or what comes before took the time,';
  }
  return build.currentPhase === 'QUEUED' || build.currentPhase === 'SUBMITTED'
    ? 'still waits for its turn, because the quota of the account or the fleet has no room for it,'
    : 'has not ended';
}
