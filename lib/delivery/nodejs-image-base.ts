import { Annotations, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { ContainerImage, HealthCheck } from 'aws-cdk-lib/aws-ecs';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { DockerImageCode, EcrImageCodeProps } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { DeliveryError } from '../context/delivery-error';
import { NodejsDockerfile } from '../image/index';
import { ProjectWarning } from '../project/index';
import { BuiltFor } from './bound-architecture';
import { DeliveredContainerImage } from './delivered-container-image';
import { deliveredImageCode } from './delivered-image-code';
import { INodejsImage } from './nodejs-image';

/**
 * Delivered image.
 *
 * @internal
 */
export interface DeliveredImage {
  readonly dockerfile: NodejsDockerfile;
  readonly repository: ecr.IRepository;
  readonly imageTag: string;
  readonly imageDigest?: string;
  /** The tag that changes if and only if the content does. */
  readonly contentTag: string;
  /** The names of the architectures that are under the tag. */
  readonly architectures: readonly string[];
}

/** Common base of all deliveries of an image. */
export abstract class NodejsImageBase extends Construct implements INodejsImage {
  /** @internal */
  protected abstract readonly _delivered: DeliveredImage;
  /** True if somebody knows the image by the tag of its content alone. */
  private knownByContentTag = false;

  public get dockerfile(): NodejsDockerfile {
    return this._delivered.dockerfile;
  }

  public get repository(): ecr.IRepository {
    return this._delivered.repository;
  }

  public get imageTag(): string {
    const { imageTag, contentTag } = this._delivered;
    this.knownByContentTag ||= imageTag === contentTag;
    return imageTag;
  }

  public get imageDigest(): string | undefined {
    return this._delivered.imageDigest;
  }

  public get imageUri(): string {
    return this.repository.repositoryUriForTagOrDigest(this.reference);
  }

  public get containerImage(): ContainerImage {
    return new DeliveredContainerImage(this.repository, this.built, scope => this.referenceFrom(scope));
  }

  public get healthCheck(): HealthCheck | undefined {
    const { healthCheckCommand: command, _healthTiming: { interval, timeout, startPeriod, retries } } = this.dockerfile;
    return command && {
      command: ['CMD', ...command],
      interval: seconds(interval, 5, 300),
      timeout: seconds(timeout, 2, 60),
      startPeriod: seconds(startPeriod, 0, 300),
      retries: Math.min(Math.max(retries, 1), 10),
    };
  }

  public get initProcessEnabled(): boolean {
    return !this.dockerfile.init;
  }

  public lambdaCode(props: EcrImageCodeProps = {}): DockerImageCode {
    const { architectures } = this._delivered;
    if (architectures.length > 1) {
      throw new DeliveryError(`Lambda runs images of one architecture, and ${this.node.path} has ${architectures.length}; give one of "platforms"`);
    }
    return deliveredImageCode(this.repository, { tagOrDigest: this.reference, ...props }, this.built);
  }

  public grantPull(grantee: IGrantable): Grant {
    return this.repository.grantPull(grantee);
  }

  /**
   * Tag that programs get which know the image by the tag of its content alone: they are never to get another image
   * that has the tag. It is found out while the app is made, and told when it is written.
   *
   * @internal
   */
  protected get _byContentTag(): string {
    return Lazy.string({ produce: () => this.knownByContentTag ? 'true' : undefined });
  }

  /** Shows what the author of the project should know. */
  protected warn(warnings: ProjectWarning[]): void {
    warnings.forEach(({ id, message }) => Annotations.of(this).addWarningV2(`cdk-nodejs-image:${id}`, message));
  }

  private get built(): BuiltFor {
    return { image: this.node.path, architectures: this._delivered.architectures };
  }

  private get reference(): string {
    return this.imageDigest ?? this.imageTag;
  }

  /**
   * A value that another stack imports cannot change while it does, and a digest changes with each image. The tag of the content
   * is known without importing it.
   */
  private referenceFrom(scope: Construct): string {
    const { contentTag } = this._delivered;
    if (Stack.of(scope) === Stack.of(this) || Token.isUnresolved(contentTag)) {
      return this.reference;
    }
    this.knownByContentTag = true;
    return contentTag;
  }
}

/** The nearest value that ECS takes. */
function seconds(value: number, least: number, most: number): Duration {
  return Duration.seconds(Math.min(Math.max(value, least), most));
}
