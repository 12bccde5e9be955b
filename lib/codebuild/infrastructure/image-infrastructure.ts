import { Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { DeliveryError } from '../../context/delivery-error';
import { requireProps } from '../../props/index';
import { IMAGE_INFRASTRUCTURE_OPTIONS, ImageInfrastructureOptions } from './infrastructure-options';

/** Kept on the scope, so that another copy of this library finds it, too. */
const KEPT = Symbol.for('cdk-nodejs-image.ImageInfrastructure');

/** Options set at a scope, and whether something was made by it. */
interface Kept {
  options: ImageInfrastructureOptions;
  read: boolean;
}

/**
 * The resources that this library makes beside images, within an app, a stage or a stack: how they are encrypted, logged,
 * traced and connected. Options nearer to an image override those further out.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { Key } from 'aws-cdk-lib/aws-kms';
 * import { RetentionDays } from 'aws-cdk-lib/aws-logs';
 * import { ImageInfrastructure } from 'cdk-nodejs-image';
 *
 * declare const stack: Stack;
 * ImageInfrastructure.of(stack).configure({
 *   logEncryptionKey: new Key(stack, 'LogKey', { enableKeyRotation: true }),
 *   logRetention: RetentionDays.ONE_YEAR,
 *   tracing: true,
 * });
 */
export class ImageInfrastructure {
  /**
   * The resources within an app, a stage or a stack.
   *
   * @throws if the scope is another construct: much is shared by all images of a stack.
   */
  public static of(scope: IConstruct): ImageInfrastructure {
    if (!isWhole(scope)) {
      throw new DeliveryError(`ImageInfrastructure.of takes an app, a stage or a stack, received ${scope?.node?.path ?? scope}; `
        + 'much of it is shared by all images of a stack: give Stack.of() of the construct');
    }
    return new ImageInfrastructure(scope);
  }

  /**
   * Options for resources of the stack that a construct is in.
   *
   * @internal
   */
  public static _optionsFor(scope: IConstruct): ImageInfrastructureOptions {
    return Stack.of(scope).node.scopes.filter(isWhole).reduce((options, whole) => {
      const kept = keptBy(whole);
      kept.read = true;
      return { ...options, ...kept.options };
    }, {});
  }

  private constructor(private readonly scope: IConstruct) {
  }

  /**
   * Sets what is given, for all that is made from now on; what is not given stays.
   *
   * @throws if an image is there already: its resources are not made again.
   */
  public configure(options: ImageInfrastructureOptions): void {
    const { node } = this.scope;
    requireProps(`ImageInfrastructure.of(${node.path || 'app'}).configure()`, options, IMAGE_INFRASTRUCTURE_OPTIONS, DeliveryError);
    requireConcurrency(options.functionConcurrency);
    const kept = keptBy(this.scope);
    if (kept.read) {
      throw new DeliveryError(`ImageInfrastructure.of(${node.path || 'app'}).configure() has to come before the first image, whose resources are made already; move it up`);
    }
    const merged = { ...kept.options, ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) };
    if (!merged.functionVpc && (merged.functionSubnets ?? merged.functionSecurityGroups)) {
      throw new DeliveryError('functionSubnets and functionSecurityGroups are of "functionVpc", which is missing; give it, too');
    }
    kept.options = merged;
  }
}

function requireConcurrency(value: number | undefined): void {
  if (value !== undefined && !Token.isUnresolved(value) && !(Number.isInteger(value) && value >= 1)) {
    throw new DeliveryError(`functionConcurrency must be a whole number of 1 or more, received ${value}; leave it out to reserve nothing`);
  }
}

/** True if a construct is the whole of what shares resources: an app is a stage, too. */
function isWhole(scope: IConstruct): boolean {
  return typeof scope === 'object' && scope !== null && (Stage.isStage(scope) || Stack.isStack(scope));
}

function keptBy(scope: IConstruct): Kept {
  const holder = scope as unknown as { [KEPT]?: Kept };
  if (!holder[KEPT]) {
    Object.defineProperty(scope, KEPT, { value: { options: {}, read: false } });
  }
  return holder[KEPT]!;
}
