import { Schedule } from 'aws-cdk-lib/aws-events';

const HOUR = 60;
const DAY = 24 * HOUR;

/**
 * A schedule that says how often and not when, at a minute of its own: rates count from the moment that a rule is made, so
 * that those of all pipelines of a stack would begin their builds at once. One that says when is left as it is, and so is a
 * rate that does not come out even in a day.
 *
 * @param place Hexadecimal digits that stand for the place of the construct: the same one always has the same minute.
 */
export function spreadSchedule(schedule: Schedule, place: string): Schedule {
  const [, count, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(schedule.expressionString) ?? [];
  const every = Number(count) * (unit === 'day' ? DAY : HOUR);
  if (!count || every === 0 || DAY % every !== 0) {
    return schedule;
  }
  const offset = parseInt(place.slice(-8), 16) % every;
  const [hour, minute] = [Math.floor(offset / HOUR), offset % HOUR];
  const hours = Array.from({ length: DAY / every }, (_, index) => hour + index * (every / HOUR));
  return Schedule.expression(`cron(${minute} ${every === HOUR ? '*' : hours.join(',')} * * ? *)`);
}
