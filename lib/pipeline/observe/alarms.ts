import { Duration, Size, Token } from 'aws-cdk-lib';
import { Alarm, AlarmProps, ComparisonOperator, IAlarmAction, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { foreign, listOf, nearest, NUMBER, shape, TEXT } from '../../props/index';
import { PipelineError } from '../pipeline-error';
import { SEVERITIES } from '../scan/image-scan';
import { ImageMetrics } from './metrics';

/** When somebody is alarmed. */
export interface ImageAlarmOptions {
  /**
   * Actions of an alarm.
   *
   * @default - nothing: the alarms are shown, and tell nobody
   */
  readonly alarmActions?: IAlarmAction[];

  /**
   * How large the image may be, compressed, for any platform.
   *
   * @default - any size
   */
  readonly maximumImageSize?: Size;

  /**
   * By how many percent, above 0, the image may be larger than the one that was built before it, if that was within a week. Builds
   * of the same hour count as one.
   *
   * @default 20
   */
  readonly maximumImageGrowth?: number;

  /**
   * How many percent of the runs of each gate have to pass in a day: above 0, to 100.
   *
   * @default 50
   */
  readonly minimumGatePassRate?: number;

  /**
   * The severities of which there may be no finding that counts: `CRITICAL`, `HIGH`, `MEDIUM`, `LOW`, `INFORMATIONAL`, `UNRATED`.
   *
   * @default - CRITICAL and HIGH
   */
  readonly findingSeverities?: string[];
}

export const IMAGE_ALARM_OPTIONS = shape<ImageAlarmOptions>('ImageAlarmOptions', {
  alarmActions: listOf(foreign('IAlarmAction')),
  maximumImageSize: foreign('Size', value => typeof value === 'number' ? `Size.mebibytes(${value})` : undefined),
  maximumImageGrowth: NUMBER,
  minimumGatePassRate: NUMBER,
  findingSeverities: listOf(TEXT),
});

/** Properties of the alarms. */
export interface ImageAlarmsProps extends ImageAlarmOptions {
  readonly metrics: ImageMetrics;
  readonly gates: readonly string[];
  readonly platforms: readonly string[];
  /** True if something scans. */
  readonly scanned: boolean;
}

/** An alarm looks back a week at most. */
const WEEK_IN_HOURS = 7 * 24;

/** The alarms of an image. */
export class ImageAlarms extends Construct {
  /** All of them. */
  public readonly alarms: Alarm[];
  private readonly actions: IAlarmAction[];

  constructor(scope: Construct, id: string, props: ImageAlarmsProps) {
    super(scope, id);
    const { metrics, gates, platforms, scanned, alarmActions = [], maximumImageSize, findingSeverities = ['CRITICAL', 'HIGH'] } = props;
    const growth = requirePercentage('maximumImageGrowth', props.maximumImageGrowth ?? 20, Infinity);
    const passRate = requirePercentage('minimumGatePassRate', props.minimumGatePassRate ?? 50, 100);
    requireSeverities(findingSeverities);
    this.actions = alarmActions;
    this.alarms = [
      this.above('Failed', 0, { metric: metrics.executions('FAILED', { period: Duration.minutes(5) }), alarmDescription: 'an execution of the pipeline failed' }),
      ...gates.map(gate => this.alarm(`GatePassRate-${gate}`, {
        metric: metrics.gatePassed(gate, { period: Duration.days(1) }),
        threshold: passRate / 100,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        alarmDescription: `the gate ${gate} passed in less than ${passRate} % of its runs of a day`,
      })),
      ...platforms.flatMap(platform => [
        ...maximumImageSize ? [this.above(`Size-${platform}`, maximumImageSize.toBytes(), {
          metric: metrics.imageSize(platform), alarmDescription: `the image for ${platform} is larger than ${maximumImageSize.toBytes()} bytes`,
        })] : [],
        this.above(`Growth-${platform}`, growth, {
          // points that are not there are none between two: this is against the build before
          metric: new MathExpression({
            expression: '100 * DIFF(size) / (size - DIFF(size))', usingMetrics: { size: metrics.imageSize(platform) }, period: Duration.hours(1), label: 'growth in percent',
          }),
          evaluationPeriods: WEEK_IN_HOURS,
          datapointsToAlarm: 1,
          alarmDescription: `the image for ${platform} is more than ${growth} % larger than the one before`,
        }),
      ]),
      ...scanned ? findingSeverities.map(severity => this.above(`Findings-${severity}`, 0, {
        metric: metrics.findings(severity), alarmDescription: `the image has findings of the severity ${severity} that count`,
      })) : [],
    ];
  }

  private above(id: string, threshold: number, props: Omit<AlarmProps, 'threshold' | 'comparisonOperator' | 'evaluationPeriods'> & { evaluationPeriods?: number }): Alarm {
    return this.alarm(id, { ...props, threshold, comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD });
  }

  private alarm(id: string, props: Omit<AlarmProps, 'evaluationPeriods'> & { evaluationPeriods?: number }): Alarm {
    // between two executions there is nothing to look at
    const alarm = new Alarm(this, id.replace(/[^A-Za-z0-9-]/g, '-'), { evaluationPeriods: 1, treatMissingData: TreatMissingData.NOT_BREACHING, ...props });
    alarm.addAlarmAction(...this.actions);
    return alarm;
  }
}

function requirePercentage(prop: string, value: number, most: number): number {
  if (!Token.isUnresolved(value) && !(value > 0 && value <= most)) {
    throw new PipelineError(`${prop} must be a number of percent above 0${most < Infinity ? ` and at most ${most}` : ''}, received ${value}`);
  }
  return value;
}

/** An alarm on what no scan tells never fires. */
function requireSeverities(severities: readonly string[]): void {
  const known = Object.values(SEVERITIES);
  const wrong = severities.find(severity => !Token.isUnresolved(severity) && !known.includes(severity));
  if (wrong === undefined) return;
  const meant = nearest(wrong, known);
  throw new PipelineError(`"findingSeverities" of alarms takes ${known.join(', ')}, received ${JSON.stringify(wrong)}${meant === undefined ? '' : `; did you mean "${meant}"?`}`);
}
