import { secondsOf } from '../props/index';
import { HealthCheckTiming } from './instruction-options';

/** Go counts a duration in nanoseconds, in 64 bits. */
const MOST_SECONDS = 1e9;
const MOST_RETRIES = 2 ** 31 - 1;

/** When a health check runs, with everything decided and its times in seconds. @internal */
export interface HealthTiming {
  readonly interval: number;
  readonly timeout: number;
  readonly startPeriod: number;
  readonly retries: number;
}

/** Times of a health check in seconds. All of them are set, given or not: two versions of Docker may have two defaults. */
export function healthTiming(timing: HealthCheckTiming, error: new (message: string) => Error): HealthTiming {
  const { interval, timeout, startPeriod, retries = 3 } = timing;
  if (!Number.isInteger(retries) || retries < 1 || retries > MOST_RETRIES) {
    throw new error(`retries of a health check must be a whole number from 1 to ${MOST_RETRIES}, received ${String(retries)}`);
  }
  return {
    interval: secondsOf(interval, { of: 'interval of a health check', otherwise: 30, most: MOST_SECONDS }, error),
    timeout: secondsOf(timeout, { of: 'timeout of a health check', otherwise: 5, most: MOST_SECONDS }, error),
    startPeriod: secondsOf(startPeriod, { of: 'startPeriod of a health check', otherwise: 10, most: MOST_SECONDS }, error),
    retries,
  };
}
