import { Build, BuildPhase } from '@aws-sdk/client-codebuild';
import { readBuildLog } from './build-log';
import { Services } from './services';

/** CloudFormation ignores an answer of more than 4,096 bytes, and the reason is one part of it. */
const MAX_CHARACTERS = 1_800;
const MAX_BYTES = 2_800;
const MAX_LINE = 300;

/** Meanings of the statuses that say nothing by themselves. */
const MEANING: Record<string, string> = {
  FAULT: 'CodeBuild itself failed; deploy again',
  STOPPED: 'it was stopped outside of this deployment',
  TIMED_OUT: 'it reached the timeout of its project; raise `timeout`, or give the build less to do',
};

/** Why a build did not succeed, with the lines of its log that matter and where to see more. */
export async function failureReason(services: Services, name: string, build: Build): Promise<string> {
  const { buildStatus: status = 'UNKNOWN' } = build;
  const { reason, lines } = await readBuildLog(services, build);
  const meaning = MEANING[status];
  const first = `${name} failed (${status})${reason || meaning ? ': ' : ''}${[meaning, reason].filter(Boolean).join(': ')}`;
  const phases = reason === undefined ? (build.phases ?? []).flatMap(failureOfPhase) : [];
  return fit([first, ...phases], lines.map(line => `| ${line}`), linksTo(build));
}

/** Where to see more. The log outlives a stack that is rolled back; the project of the build, by which its page is found, does not. */
export function linksTo(build: Build | undefined): string[] {
  const links = { log: build?.logs?.groupName && build.logs.deepLink, build: consoleLink(build?.arn) };
  return Object.entries(links).flatMap(([name, link]) => link ? [`${name}: ${link}`] : []);
}

function failureOfPhase({ phaseType, phaseStatus, contexts = [] }: BuildPhase): string[] {
  if (!phaseStatus || phaseStatus === 'SUCCEEDED') {
    return [];
  }
  const messages = contexts.map(({ statusCode, message }) => [statusCode, message].filter(Boolean).join(': ')).filter(Boolean);
  return [`phase ${phaseType} ${phaseStatus}${messages.length ? `: ${messages.join('; ')}` : ''}`];
}

/** The beginning and the end whole; of the log as many lines as there is room for, from its end. */
function fit(beginning: string[], log: string[], end: string[]): string {
  const cut = (lines: string[], length: number) => lines.map(line => shorten(line, length));
  const head = cut(beginning.slice(0, 5), MAX_LINE);
  const tail = cut(log, MAX_LINE);
  const render = () => [...head, ...tail, ...end].join('\n');
  while (tail.length && !fits(render())) {
    tail.shift();
  }
  while (head.length > 1 && !fits(render())) {
    head.pop();
  }
  return render();
}

function fits(text: string): boolean {
  return text.length <= MAX_CHARACTERS && Buffer.byteLength(JSON.stringify(text)) <= MAX_BYTES;
}

/** Never cuts a character in two. */
function shorten(line: string, length: number): string {
  const characters = [...line];
  return characters.length <= length ? line : `${characters.slice(0, length - 1).join('')}…`;
}

/** The console of each partition. */
const CONSOLES: Record<string, string> = {
  'aws': 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Where to see a build in the console, from its ARN: `arn:PARTITION:codebuild:REGION:ACCOUNT:build/PROJECT:ID`. */
export function consoleLink(arn: string | undefined): string | undefined {
  const [, partition, , region, account, resource, id] = arn?.split(':') ?? [];
  const project = resource?.replace(/^build\//, '');
  const host = CONSOLES[partition];
  if (!host || !region || !account || !project || !id) {
    return undefined;
  }
  const build = encodeURIComponent(`${project}:${id}`);
  return `https://${region}.${host}/codesuite/codebuild/${account}/projects/${encodeURIComponent(project)}/build/${build}/?region=${region}`;
}

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
