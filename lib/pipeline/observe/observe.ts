import { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import { INotificationRuleTarget } from 'aws-cdk-lib/aws-codestarnotifications';
import { Construct } from 'constructs';
import { BOOLEAN, foreign, listOf, objectOf, shape } from '../../props/index';
import type { ImageFlow } from '../image-flow';
import { ImageScan } from '../scan/image-scan';
import { IMAGE_ALARM_OPTIONS, ImageAlarmOptions, ImageAlarms } from './alarms';
import { ImageDashboard } from './dashboard';
import { PipelineExecutions } from './executions';
import { ImageMetrics } from './metrics';
import { notify } from './notifications';

/** Who is told of a pipeline, and what is shown of it. */
export interface ObservationOptions {
  /**
   * Who is told that an execution failed or succeeded, and that an approval is waited for.
   *
   * @default - nobody
   */
  readonly notificationTargets?: INotificationRuleTarget[];

  /**
   * True if the image is on the dashboard of the stack: pass rates, times, sizes, findings and the last executions. There is
   * one for all images of a stack, on which one is chosen.
   *
   * @default false
   */
  readonly dashboard?: boolean;

  /**
   * The alarms; an empty object is for those with all their defaults.
   *
   * @default - there are none
   */
  readonly alarms?: ImageAlarmOptions;
}

export const OBSERVATION_OPTIONS = shape<ObservationOptions>('ObservationOptions', {
  notificationTargets: listOf(foreign('INotificationRuleTarget')),
  dashboard: BOOLEAN,
  alarms: objectOf(IMAGE_ALARM_OPTIONS),
});

/** Things that are observed. */
export interface Observed {
  readonly pipeline: IPipeline;
  readonly pipelineName: string;
  readonly flow: ImageFlow;
  readonly metrics: ImageMetrics;
  readonly scan?: ImageScan;
}

/** Makes what was asked for. The log of executions is there where something reads it. */
export function observe(scope: Construct, options: ObservationOptions, { pipeline, pipelineName, flow, metrics, scan }: Observed): void {
  const { notificationTargets = [], dashboard, alarms } = options;
  const gates = flow.image.gates.map(({ name }) => name);
  const platforms = flow.architectures.map(({ platform }) => platform.platform);
  if (notificationTargets.length) {
    notify(scope, 'Notifications', { pipeline, pipelineName }, notificationTargets);
  }
  if (!dashboard && !alarms) return;
  const { logGroup } = PipelineExecutions.of(scope, pipelineName);
  if (dashboard) {
    ImageDashboard.of(scope, logGroup).add({ pipelineName, metrics, gates, platforms, severities: scan ? SEVERITIES : [] });
  }
  if (alarms) {
    new ImageAlarms(scope, 'Alarms', { ...alarms, metrics, gates, platforms, scanned: scan !== undefined });
  }
}

/** The severities that a dashboard shows. */
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM'];
