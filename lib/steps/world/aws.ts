/**
 * Calls of AWS. The SDK's client of a service stands behind each; retries of the network, of throttling and of busy services are
 * its business, so that what comes out is an answer or the verdict of the service.
 */
export interface Aws {
  /**
   * Calls an operation with its input, both as the API has them: `call('ecr', 'DescribeImages', { repositoryName: 'api' })`.
   *
   * @throws AwsError with the name of the error as the service gives it
   */
  call(service: AwsService, operation: string, input: object, options?: CallOptions): Promise<any>;
}

/** The services that steps call, by the names of their SDK clients. */
export type AwsService = 'apprunner' | 'cloudwatch' | 'cloudwatch-logs' | 'codebuild' | 'codedeploy' | 'codepipeline' | 'dynamodb'
| 'ecr' | 'ecr-public' | 'ecs' | 'inspector2' | 'kms' | 'lambda' | 's3' | 'sfn' | 'ssm' | 'sts';

/** How a call is made. */
export interface CallOptions {
  /** The region; that of the build if not given. */
  readonly region?: string;
  /** True if nothing depends on the answer: where a network does not lead to the service it gives up after seconds, and not after minutes. */
  readonly aside?: boolean;
  /** Whose call it is; that of the role of the build if not given. */
  readonly credentials?: AwsCredentials;
}

/** The key of a role that was taken. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Refusal of a service, or why it did not answer. */
export class AwsError extends Error {
  constructor(
    /** As the service gives it, such as `ScanNotFoundException`; `NetworkError` where none answered. */
    public readonly code: string,
    message: string,
    /** True if it may be over at the next try: the service is busy or away. */
    public readonly mayPass: boolean,
  ) {
    super(message);
    this.name = code;
  }
}
