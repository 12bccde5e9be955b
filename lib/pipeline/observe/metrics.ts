import { Duration } from 'aws-cdk-lib';
import { Metric, MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import { IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { METRICS_NAMESPACE } from '../../steps/step-program';

/** Period of a point of CloudWatch; the options of a metric change it. */
const PERIOD = Duration.hours(1);

/** The metrics of an image, as its pipeline puts them. */
export class ImageMetrics {
  /**
   * @param image What the dimension `Image` is: the name of the pipeline.
   */
  constructor(private readonly image: string) {
  }

  /** 1 for each time that a gate passed, 0 for each that it did not: the average is its pass rate. */
  public gatePassed(gate: string, options?: MetricOptions): Metric {
    return this.metric('GatePassed', Stats.AVERAGE, { Gate: gate }, options);
  }

  /** How long a gate took. */
  public gateDuration(gate: string, options?: MetricOptions): Metric {
    return this.metric('GateDuration', Stats.AVERAGE, { Gate: gate }, options);
  }

  /** How long the build for a platform took. */
  public buildDuration(platform: string, options?: MetricOptions): Metric {
    return this.metric('BuildDuration', Stats.AVERAGE, { Platform: platform }, options);
  }

  /** The size of the image for a platform, compressed: as it is pulled. */
  public imageSize(platform: string, options?: MetricOptions): Metric {
    return this.metric('ImageSize', Stats.MAXIMUM, { Platform: platform }, options);
  }

  /** How long it took from the start of the pipeline to the image under its tags. */
  public pushToImage(options?: MetricOptions): Metric {
    return this.metric('PushToImage', Stats.AVERAGE, {}, options);
  }

  /** How many findings of a severity count, such as `CRITICAL`. */
  public findings(severity: string, options?: MetricOptions): Metric {
    return this.metric('Findings', Stats.MAXIMUM, { Severity: severity }, options);
  }

  /** How many executions of the pipeline came to a state, such as `FAILED` or `SUCCEEDED`. */
  public executions(state: string, options?: MetricOptions): Metric {
    return this.metric('Executions', Stats.SUM, { State: state }, options);
  }

  private metric(metricName: string, statistic: string, dimensions: { [name: string]: string }, options: MetricOptions = {}): Metric {
    const dimensionsMap = { Image: this.image, ...dimensions };
    return new Metric({ namespace: METRICS_NAMESPACE, metricName, dimensionsMap, statistic, period: PERIOD, ...options });
  }
}

/** A pipeline, and its ARN, where its name is known before it is there. */
export interface TimedPipeline {
  readonly pipeline: IPipeline;
  readonly pipelineArn?: string;
}

/**
 * Allows a role of the pipeline to see when an execution began, for the time from the push to the image. Where the ARN is known
 * from the pipeline alone it is a policy of its own, since the pipeline has to be there before it, and the role before the
 * pipeline.
 */
export function grantExecutionTimes(scope: Construct, { pipeline, pipelineArn }: TimedPipeline, role: IRole): void {
  const statement = new PolicyStatement({ actions: ['codepipeline:ListActionExecutions'], resources: [pipelineArn ?? pipeline.pipelineArn] });
  if (pipelineArn === undefined) {
    new Policy(scope, 'ExecutionTimes', { roles: [role], statements: [statement] });
  } else {
    role.addToPrincipalPolicy(statement);
  }
}
