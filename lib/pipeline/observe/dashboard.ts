import { Duration, Stack } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, IMetric, IWidget, LogQueryWidget, Stats, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { consoleHost } from './console';
import { ImageMetrics } from './metrics';

/** What is shown of a pipeline. */
export interface ImageDashboardProps {
  readonly pipeline: IPipeline;
  readonly metrics: ImageMetrics;
  /** What became of the executions. */
  readonly executions: ILogGroup;
  /** The names of the gates. */
  readonly gates: readonly string[];
  /** The platforms, such as `linux/amd64`. */
  readonly platforms: readonly string[];
  /** The severities that are shown; none where nothing scans. */
  readonly severities: readonly string[];
}

/** The dashboard of an image: gates, times, sizes and findings of the last weeks. */
export function imageDashboard(scope: Construct, id: string, props: ImageDashboardProps): Dashboard {
  const { pipeline, metrics, executions, gates, platforms, severities } = props;
  const period = Duration.days(1);
  return new Dashboard(scope, id, {
    defaultInterval: Duration.days(28),
    widgets: [
      [new TextWidget({ width: 24, height: 2, markdown: headline(scope, pipeline) })],
      [
        graph('Pass rate of the gates', gates.map(gate => metrics.gatePassed(gate, { label: gate, period })), { min: 0, max: 1 }),
        graph('Duration of the gates (seconds)', gates.map(gate => metrics.gateDuration(gate, { label: gate, period }))),
      ],
      [
        graph('From the push to the image (seconds)', [metrics.pushToImage({ label: 'average', period }), metrics.pushToImage({ label: 'slowest', period, statistic: Stats.MAXIMUM })]),
        graph('Duration of the builds (seconds)', platforms.map(platform => metrics.buildDuration(platform, { label: platform, period }))),
      ],
      [
        graph('Size of the image (bytes, compressed)', platforms.map(platform => metrics.imageSize(platform, { label: platform, period }))),
        graph('Executions of the pipeline', [
          metrics.executions('SUCCEEDED', { label: 'succeeded', period }), metrics.executions('FAILED', { label: 'failed', period }),
        ]),
      ],
      [
        lastExecutions(executions),
        ...severities.length ? [graph('Findings', severities.map(severity => metrics.findings(severity, { label: severity, period })))] : [],
      ],
    ],
  });
}

function headline(scope: Construct, { pipelineName }: IPipeline): string {
  const { region } = Stack.of(scope);
  return `# ${pipelineName}\n[The executions of the pipeline](https://${region}.${consoleHost(scope)}/codesuite/codepipeline/pipelines/${pipelineName}/executions?region=${region})`;
}

/** What the pipeline did last, newest first. */
function lastExecutions({ logGroupName }: ILogGroup): IWidget {
  return new LogQueryWidget({
    title: 'Last executions', width: 12, logGroupNames: [logGroupName],
    queryLines: ['fields @timestamp, detail.state, detail.`execution-id`', 'sort @timestamp desc', 'limit 20'],
  });
}

function graph(title: string, left: IMetric[], { min = 0, max }: { min?: number; max?: number } = {}): IWidget {
  return new GraphWidget({ title, left, width: 12, leftYAxis: { min, max, showUnits: false } });
}
