import * as ecr from 'aws-cdk-lib/aws-ecr';
import { ContainerImage, HealthCheck } from 'aws-cdk-lib/aws-ecs';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { DockerImageCode, EcrImageCodeProps } from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { NodejsDockerfile } from '../image/index';

/** The image of a Node.js project in ECR, however it got there. */
export interface INodejsImage extends IConstruct {
  /** The Dockerfile, with the decisions behind it. */
  readonly dockerfile: NodejsDockerfile;

  /** The repository that holds the image. */
  readonly repository: ecr.IRepository;

  /** A tag of the image. */
  readonly imageTag: string;

  /**
   * The digest, `sha256:...`, where it is known before the image is pulled.
   *
   * @default - it is not known
   */
  readonly imageDigest?: string;

  /** The image as a container service takes it: by its digest where that is known, else by its tag. */
  readonly imageUri: string;

  /** The image for a container of an ECS task definition or a Batch job definition. */
  readonly containerImage: ContainerImage;

  /**
   * The image's health check for a container of an ECS task definition, since ECS ignores the one in an image; undefined where the image
   * has none. Times that ECS does not take are brought to the nearest that it does: an interval to 5 to 300 seconds, a timeout to 2 to 60,
   * a start period to 300 at most, retries to 1 to 10.
   *
   * @default - the image has none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
   */
  readonly healthCheck?: HealthCheck;

  /**
   * Right value of `initProcessEnabled` of the container's Linux parameters: false where the image brings an init,
   * true where it was left out.
   */
  readonly initProcessEnabled: boolean;

  /**
   * The image for a Lambda function. The application has to speak Lambda's runtime interface, for example through the
   * Lambda Web Adapter.
   *
   * @throws if the image is one of several architectures, which Lambda does not run.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-image.html
   */
  lambdaCode(props?: EcrImageCodeProps): DockerImageCode;

  /** Allows a principal to pull the image. */
  grantPull(grantee: IGrantable): Grant;
}
