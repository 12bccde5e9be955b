import { Duration, Stack } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, IMetric, IVariable, LogQueryWidget, Stats, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { onePerStack } from '../../codebuild/one-per-stack';
import { consoleHost } from './console';
import { ImageMetrics } from './metrics';

const ID = 'NodejsImageDashboard';

/** Period of a point of CloudWatch. */
const PERIOD = Duration.days(1);

/** Properties of the dashboard of a pipeline. */
export interface DashboardImage {
  readonly pipelineName: string;
  readonly metrics: ImageMetrics;
  /** The names of the gates. */
  readonly gates: readonly string[];
  /** The platforms, such as `linux/amd64`. */
  readonly platforms: readonly string[];
  /** The severities that are shown; none where nothing scans. */
  readonly severities: readonly string[];
}

/** A list of images, of which one is chosen: it is put for the dimension `Image` of all metrics of the dashboard. */
class ImageChoice implements IVariable {
  private readonly names: string[] = [];

  public add(name: string): void {
    this.names.push(name);
  }

  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
  public toJson(): any {
    return {
      type: 'property', property: 'Image', inputType: 'select', id: 'image', label: 'Image', visible: true,
      defaultValue: this.names[0], values: this.names.map(value => ({ value, label: value })),
    };
  }
}

/** A graph that gets each of its lines once, whichever image has it first. */
class Graph extends GraphWidget {
  private readonly lines = new Set<string>();

  constructor(title: string, { min = 0, max }: { min?: number; max?: number } = {}) {
    super({ title, width: 12, leftYAxis: { min, max, showUnits: false } });
  }

  public add(name: string, line: () => IMetric): void {
    if (this.lines.has(name)) return;
    this.lines.add(name);
    this.addLeftMetric(line());
  }
}

/**
 * The dashboard of the images of a stack: gates, times, sizes and findings of the last weeks, of the image that is chosen, and
 * the last executions of all.
 */
export class ImageDashboard extends Dashboard {
  /** The one of the stack that a construct is in. */
  public static of(scope: Construct, executions: ILogGroup): ImageDashboard {
    return onePerStack(scope, ID, stack => new ImageDashboard(stack, ID, executions, new ImageChoice()));
  }

  private readonly passRate = new Graph('Pass rate of the gates', { min: 0, max: 1 });
  private readonly gateDuration = new Graph('Duration of the gates (seconds)');
  private readonly pushToImage = new Graph('From the push to the image (seconds)');
  private readonly buildDuration = new Graph('Duration of the builds (seconds)');
  private readonly size = new Graph('Size of the image (bytes, compressed)');
  private readonly executed = new Graph('Executions of the pipeline');
  private readonly found = new Graph('Findings');

  private constructor(scope: Construct, id: string, executions: ILogGroup, private readonly choice: ImageChoice) {
    super(scope, id, { defaultInterval: Duration.days(28), variables: [choice] });
    this.addWidgets(new TextWidget({ width: 24, height: 2, markdown: headline(this) }));
    this.addWidgets(this.passRate, this.gateDuration);
    this.addWidgets(this.pushToImage, this.buildDuration);
    this.addWidgets(this.size, this.executed);
    this.addWidgets(lastExecutions(executions), this.found);
  }

  /** Has it show one more image. */
  public add({ pipelineName, metrics, gates, platforms, severities }: DashboardImage): void {
    this.choice.add(pipelineName);
    gates.forEach(gate => {
      this.passRate.add(gate, () => metrics.gatePassed(gate, { label: gate, period: PERIOD }));
      this.gateDuration.add(gate, () => metrics.gateDuration(gate, { label: gate, period: PERIOD }));
    });
    this.pushToImage.add('average', () => metrics.pushToImage({ label: 'average', period: PERIOD }));
    this.pushToImage.add('slowest', () => metrics.pushToImage({ label: 'slowest', period: PERIOD, statistic: Stats.MAXIMUM }));
    platforms.forEach(platform => {
      this.buildDuration.add(platform, () => metrics.buildDuration(platform, { label: platform, period: PERIOD }));
      this.size.add(platform, () => metrics.imageSize(platform, { label: platform, period: PERIOD }));
    });
    this.executed.add('succeeded', () => metrics.executions('SUCCEEDED', { label: 'succeeded', period: PERIOD }));
    this.executed.add('failed', () => metrics.executions('FAILED', { label: 'failed', period: PERIOD }));
    severities.forEach(severity => this.found.add(severity, () => metrics.findings(severity, { label: severity, period: PERIOD })));
  }
}

function headline(scope: Construct): string {
  const { region } = Stack.of(scope);
  return `# Images\n[The pipelines](https://${region}.${consoleHost(scope)}/codesuite/codepipeline/pipelines?region=${region}). Above, the image is chosen that the graphs are of.`;
}

/** Query for the last executions of the pipelines, newest first. */
function lastExecutions({ logGroupName }: ILogGroup): LogQueryWidget {
  return new LogQueryWidget({
    title: 'Last executions of all pipelines', width: 12, logGroupNames: [logGroupName],
    queryLines: ['fields @timestamp, detail.pipeline, detail.state, detail.`execution-id`', 'sort @timestamp desc', 'limit 50'],
  });
}
