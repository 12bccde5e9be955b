import { createHash } from 'crypto';
import { Duration } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { spreadSchedule } from '../../lib/pipeline/base-image-watch';

const placeOf = (name: string) => `c8${createHash('sha1').update(name).digest('hex')}`;
const places = Array.from({ length: 300 }, (_, index) => placeOf(`Service${index}`));
const spread = (schedule: Schedule, place: string) => spreadSchedule(schedule, place).expressionString;

test.each(['rate(1 day)', 'rate(24 hours)'])('three hundred that look at %s do not look at once, each always at its own minute', expression => {
  const times = places.map(place => spread(Schedule.expression(expression), place));

  expect(new Set(times).size).toBeGreaterThan(200);
  times.forEach(time => expect(time).toMatch(/^cron\(([0-9]|[1-5][0-9]) ([0-9]|1[0-9]|2[0-3]) \* \* \? \*\)$/));
  expect(places.map(place => spread(Schedule.expression(expression), place))).toEqual(times);
});

test('a rate of hours stays what it is', () => {
  expect(spread(Schedule.rate(Duration.hours(1)), 'c800000011')).toBe('cron(17 * * * ? *)');
  expect(spread(Schedule.expression('rate(6 hours)'), (5 * 60 + 7).toString(16).padStart(8, '0'))).toBe('cron(7 5,11,17,23 * * ? *)');
  expect(new Set(places.map(place => spread(Schedule.expression('rate(1 hour)'), place))).size).toBe(60);
});

test.each(['cron(0 3 * * ? *)', 'rate(5 hours)', 'rate(7 days)', 'rate(30 minutes)', 'at(2027-01-01T00:00:00)'])('%s is left as it is', expression => {
  expect(places.slice(0, 5).map(place => spread(Schedule.expression(expression), place))).toEqual(Array(5).fill(expression));
});
