import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ProjectRole } from '../../codebuild/roles/project-role';
import { METRICS_NAMESPACE } from '../../steps/step-program';


/** Where the metrics of an image go. */
export interface StepMetrics {
  /** The namespace of CloudWatch. */
  readonly namespace: string;
  /** Name that tells the image from others: the dimension `Image` of each metric. */
  readonly image: string;
}

/** The variables that `put_metrics` of the programs reads. */
export function metricsVariables(metrics: StepMetrics | undefined): { [name: string]: string } {
  return { ...namespaceVariables(metrics), ...imageVariables(metrics) };
}

/** The one of them that is the same for all images; none for the namespace that the steps take by themselves. */
export function namespaceVariables(metrics: StepMetrics | undefined): { [name: string]: string } {
  return metrics && metrics.namespace !== METRICS_NAMESPACE ? { METRICS_NAMESPACE: metrics.namespace } : {};
}

/** The one of them that is of an image. */
export function imageVariables(metrics: StepMetrics | undefined): { [name: string]: string } {
  return metrics ? { METRICS_IMAGE: metrics.image } : {};
}

/** Allows putting metrics into the namespace. They have no resource. */
export function grantMetrics(role: ProjectRole, metrics: StepMetrics | undefined): void {
  if (metrics) {
    role.addToPolicy(puttingMetrics(metrics));
  }
}

/** Statement that allows putting metrics into the namespace. */
export function puttingMetrics({ namespace }: StepMetrics): PolicyStatement {
  return new PolicyStatement({ actions: ['cloudwatch:PutMetricData'], resources: ['*'], conditions: { StringEquals: { 'cloudwatch:namespace': namespace } } });
}
