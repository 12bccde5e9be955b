import type { Duration } from 'aws-cdk-lib';
import { Kind, leaf } from './kind';
import { isObject, show } from './show';

/** Unit of a duration, as the CDK names the method that makes one. */
type Unit = 'seconds' | 'minutes' | 'hours' | 'days';

/** Units by the letter that they have in `30s`. */
const UNITS: { readonly [letter: string]: Unit } = { s: 'seconds', m: 'minutes', h: 'hours', d: 'days' };

/**
 * A length of time. A number has no unit, so what is written for it is a guess by its prop. It is told by its methods: the
 * folders that know nothing of the CDK cannot ask for the class, and an app may have two copies of that.
 */
export function durationIn(...units: Unit[]): Kind<Duration> {
  return leaf({
    expected: 'a Duration',
    type: 'Duration',
    accepts: isDuration,
    instead: value => typeof value === 'number' ? units.map(unit => `Duration.${unit}(${value})`).join(' or ')
      : typeof value === 'string' ? fromText(value, units) : undefined,
  });
}

/** A length of time that is written in seconds. */
export const DURATION_IN_SECONDS = durationIn('seconds');

/** How a duration is read. */
export interface SecondsOptions {
  /** Subject of the message, such as `timeout of gate "test"`. */
  readonly of: string;
  /** Number of seconds where none is given. */
  readonly otherwise: number;
  /** The largest number of seconds. */
  readonly most: number;
}

/** Seconds of a duration, a whole number from 1; the one place where a duration becomes a number in what knows nothing of the CDK. */
export function secondsOf(duration: Duration | undefined, { of, otherwise, most }: SecondsOptions, error: new (message: string) => Error): number {
  if (duration === undefined) return otherwise;
  const advice = `write a duration such as Duration.seconds(${otherwise})`;
  if (!isDuration(duration)) {
    throw new error(`${of} must be a Duration, received ${show(duration)}; write ${DURATION_IN_SECONDS.instead(duration) ?? `Duration.seconds(${otherwise})`}`);
  }
  if (duration.isUnresolved()) {
    throw new error(`${of} is written into the image while the app is synthesized, received a token, whose value is known only while deploying; ${advice}`);
  }
  const seconds = Number((duration.toMilliseconds({ integral: false }) / 1000).toFixed(6)); // 1.1 minutes are 66 seconds and a bit
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > most) {
    throw new error(`${of} must be whole seconds from 1 to ${most}, received ${seconds} seconds; ${advice}`);
  }
  return seconds;
}

function isDuration(value: unknown): value is Duration {
  return isObject(value) && typeof value.toMilliseconds === 'function' && typeof value.isUnresolved === 'function';
}

/** `30s` and `5 minutes` as the CDK has them. */
function fromText(text: string, [unit]: readonly Unit[]): string | undefined {
  const [, amount, letter] = /^\s*(\d+)\s*([smhd]?)[a-z]*\s*$/i.exec(text) ?? [];
  return amount === undefined ? undefined : `Duration.${letter ? UNITS[letter.toLowerCase()] : unit}(${Number(amount)})`;
}
