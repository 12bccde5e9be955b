import { Duration, Lazy, Token } from 'aws-cdk-lib';
import { Gate, HealthCheck, Instruction, Service, StartGate } from '../../lib';
import { durationIn, secondsOf } from '../../lib/props/index';

const read = (duration: any) => secondsOf(duration, { of: 'timeout of this', otherwise: 60, most: 3600 }, RangeError);

describe('seconds of a duration', () => {
  test.each<[string, Duration | undefined, number]>([
    ['none', undefined, 60],
    ['seconds', Duration.seconds(1), 1],
    ['minutes', Duration.minutes(60), 3600],
    ['a part of a minute that is whole seconds', Duration.minutes(1.1), 66],
    ['milliseconds that are whole seconds', Duration.millis(2000), 2],
    ['ISO text', Duration.parse('PT1M30S'), 90],
  ])('%s', (_, duration, seconds) => expect(read(duration)).toBe(seconds));

  test('of another copy of the CDK', () => {
    let another: typeof Duration | undefined;
    jest.isolateModules(() => { another = jest.requireActual<typeof import('aws-cdk-lib')>('aws-cdk-lib').Duration; });

    const duration = another!.seconds(7);

    expect(duration).not.toBeInstanceOf(Duration);
    expect(read(duration)).toBe(7);
  });

  test.each<[string, unknown, string]>([
    ['nothing', Duration.seconds(0), 'must be whole seconds from 1 to 3600, received 0 seconds; write a duration such as Duration.seconds(60)'],
    ['less than a second', Duration.millis(1), 'received 0.001 seconds'],
    ['a part of a second', Duration.seconds(1.5), 'received 1.5 seconds'],
    ['too much', Duration.hours(2), 'received 7200 seconds'],
    ['no number', Duration.seconds(NaN), 'received NaN seconds'],
    ['a token of seconds', Duration.seconds(Lazy.number({ produce: () => 5 })), 'received a token'],
    ['a token of minutes', Duration.minutes(Token.asNumber({ Ref: 'Minutes' })), 'received a token'],
    ['a value that is known later', Lazy.any({ produce: () => 5 }), 'must be a Duration, received'],
    ['a number', 30, 'must be a Duration, received 30; write Duration.seconds(30)'],
    ['null', null, 'must be a Duration, received null; write Duration.seconds(60)'],
  ])('refused: %s', (_, duration, said) => {
    expect(() => read(duration)).toThrow(RangeError);
    expect(() => read(duration)).toThrow(said);
    expect(() => read(duration)).toThrow('timeout of this ');
  });
});

test.each<[string, () => unknown, string]>([
  ['Gate', () => Gate.script('test', { timeout: Duration.millis(1500) }), 'timeout of gate "test" must be whole seconds'],
  ['Gate, for longer than a timer can be', () => Gate.script('test', { timeout: Duration.days(25) }), 'from 1 to 2147483, received 2160000 seconds'],
  ['StartGate', () => StartGate.environment({}, { timeout: Duration.hours(2) }), 'timeout of startGate must be whole seconds from 1 to 3600'],
  ['Service', () => Service.redis({ startTimeout: Duration.seconds(0) }), 'startTimeout of service "redis" must be whole seconds from 1 to 3600'],
  ['Service.of', () => Service.of({ image: 'a/b:1', command: ['b'], port: 1, startTimeout: Duration.seconds(0) }), 'startTimeout of service "b" must be whole seconds'],
  ['HealthCheck', () => HealthCheck.tcp({ interval: Duration.seconds(0) }), 'interval of a health check must be whole seconds from 1'],
  ['Instruction', () => Instruction.healthCheck(['a'], { timeout: Duration.seconds(0) }), 'timeout of a health check must be whole seconds from 1'],
])('%s has each of its times read so', (_, build, said) => expect(build).toThrow(said));

test.each<[unknown, string | undefined]>([
  [5, 'Duration.minutes(5) or Duration.seconds(5)'], ['5', 'Duration.minutes(5)'], ['30s', 'Duration.seconds(30)'], ['2 hours', 'Duration.hours(2)'], ['1d', 'Duration.days(1)'],
  ['soon', undefined], [true, undefined],
])('for %j is to be written %s', (value, written) => expect(durationIn('minutes', 'seconds').instead(value)).toBe(written));
