/** An event of a log stream. */
export interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** A call takes a megabyte, of which every event costs 26 bytes beside its own: with these it is never more. */
const EVENTS_OF_A_CALL = 100;
const BYTES_OF_AN_EVENT = 8000;

/**
 * The lines of a log as events, in as many calls as they take.
 *
 * @param log In UTF-8; a byte that is none is shown as one that cannot be read.
 * @param timestamp Milliseconds since 1970.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
export function logBatches(log: Buffer, timestamp: number): LogEvent[][] {
  const lines = log.toString('utf8').replace(/\r/g, '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  // an event without a text is none
  const events = lines.map(line => ({ timestamp, message: cut(line, BYTES_OF_AN_EVENT) || ' ' }));
  const calls = Math.ceil(events.length / EVENTS_OF_A_CALL);
  return Array.from({ length: calls }, (_, index) => events.slice(index * EVENTS_OF_A_CALL, (index + 1) * EVENTS_OF_A_CALL));
}

/** As much of the beginning of a text as has at most so many bytes in UTF-8, and whole characters. */
export function cut(text: string, most: number): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= most) return text;
  let end = most;
  while (bytes[end] >= 0x80 && bytes[end] < 0xc0) { end--; } // a byte that goes on with a character
  return bytes.toString('utf8', 0, end);
}
