import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { Build } from '@aws-sdk/client-codebuild';
import { errorText } from './call';
import { Services } from './services';

/** Marker that a buildspec writes before the reason of its failure. */
const ERROR_MARKER = 'nodejs-image: error: ';
/** Marker that it writes before each line of the log of a failure. */
const LINE_MARKER = 'nodejs-image: |';
/** Enough for the failure and for what CodeBuild itself writes after it. */
const EVENTS = 500;
/** A build may end before the last lines of its log arrive. */
const WAIT_FOR_LOG = 2_000;

/** The end of the log of a build. */
export interface BuildLog {
  /** The reason that the buildspec gave. */
  readonly reason?: string;
  /** The lines of what failed, in order; the last lines of all if the buildspec gave no reason. */
  readonly lines: string[];
}

/** Reads the log of a build; an empty one if it cannot be read, whatever the cause. */
export async function readBuildLog(services: Services, build: Build): Promise<BuildLog> {
  const first = failureIn(await lastLines(services, build));
  if (first.reason !== undefined || !build.logs?.groupName) {
    return first;
  }
  await services.sleep(WAIT_FOR_LOG);
  return failureIn(await lastLines(services, build));
}

/** Lines after the last marker. */
function failureIn(lines: string[]): BuildLog {
  const index = lines.map(line => line.startsWith(ERROR_MARKER)).lastIndexOf(true);
  if (index < 0) {
    return { lines: lines.filter(line => line.trim() !== '').slice(-10) };
  }
  return {
    reason: lines[index].slice(ERROR_MARKER.length),
    lines: lines.slice(index + 1)
      .filter(line => line.startsWith(LINE_MARKER))
      .map(line => line.slice(LINE_MARKER.length).replace(/^ /, '')),
  };
}

async function lastLines(services: Services, { logs }: Build): Promise<string[]> {
  const { groupName: logGroupName, streamName: logStreamName } = logs ?? {};
  if (!logGroupName || !logStreamName) {
    return [];
  }
  try {
    const { events = [] } = await services.logs.send(new GetLogEventsCommand({ logGroupName, logStreamName, limit: EVENTS, startFromHead: false }));
    return events.map(({ message }) => message ?? '').join('\n').split('\n').map(plain);
  } catch (error) {
    console.log(`the log ${logGroupName} cannot be read: ${errorText(error)}`);
    return [];
  }
}

/** A line without colors and other control characters. */
function plain(line: string): string {
  // eslint-disable-next-line no-control-regex
  return line.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '').trimEnd();
}
