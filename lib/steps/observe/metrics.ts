import { oneLine } from '../one-line';
import { METRICS_NAMESPACE } from '../step-program';
import { given } from '../world/variables';
import { wordsOf } from '../world/words-of';
import { World } from '../world/world';

/**
 * A metric, as CloudWatch takes it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
 */
export interface Metric {
  readonly MetricName: string;
  readonly Unit: string;
  readonly Value: number;
  readonly Dimensions?: readonly Dimension[];
}

interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** As much is said of why metrics could not be put. */
const SAID = 500;

/**
 * Puts metrics with the name of the image as a dimension of each. Metrics never decide on an image: where they cannot be put,
 * that is said and no more.
 */
export async function putMetrics(world: World, metrics: readonly Metric[]): Promise<void> {
  const namespace = namespaceOf(world);
  if (namespace === undefined) return;
  try {
    await world.aws.call('cloudwatch', 'PutMetricData', { Namespace: namespace, MetricData: ofImage(metrics, world.variables.METRICS_IMAGE ?? '') }, { aside: true });
  } catch (error) {
    world.say(`notice: the metrics could not be put: ${oneLine(wordsOf(error)).slice(0, SAID)}`);
  }
}

/** The namespace of metrics; undefined where none are wanted, since they would be of no image. */
export function namespaceOf(world: World): string | undefined {
  return world.variables.METRICS_NAMESPACE === undefined && given(world, 'METRICS_IMAGE') ? METRICS_NAMESPACE : given(world, 'METRICS_NAMESPACE');
}

/** Metrics that tell one image from another. */
export function ofImage(metrics: readonly Metric[], image: string): Metric[] {
  return metrics.map(metric => ({ ...metric, Dimensions: [{ Name: 'Image', Value: image }, ...metric.Dimensions ?? []] }));
}
