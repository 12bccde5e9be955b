import { Duration, Lazy } from 'aws-cdk-lib';
import { CfnSigningConfiguration, IRepository } from 'aws-cdk-lib/aws-ecr';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { ISigningProfile, Platform, SigningProfile } from 'aws-cdk-lib/aws-signer';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { DeliveryError } from '../../context/delivery-error';
import { durationIn, foreign, requireProps, shape } from '../../props/index';

/** Properties of signatures that ECR makes. */
export interface ManagedSigningProps {
  /**
   * The profile of AWS Signer, of the platform `Notation-OCI-SHA384-ECDSA`.
   *
   * @default - one of its own
   */
  readonly profile?: ISigningProfile;

  /**
   * How long a signature counts. Only without `profile`.
   *
   * @default - 135 months, as AWS Signer has it
   */
  readonly signatureValidity?: Duration;
}

export const MANAGED_SIGNING_PROPS = shape<ManagedSigningProps>('ManagedSigningProps', {
  profile: foreign('ISigningProfile'),
  signatureValidity: durationIn('days'),
});

/** Rule of a registry. */
const MOST_REPOSITORIES = 100;

/**
 * Has ECR sign what is pushed to repositories, by AWS Signer: signatures of Notation, beside those of `ImageSigning`. An account has
 * one such configuration in a region, for all of its repositories: make one of these, and give it to each `ImageRepository`.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { ImageRepository, ManagedSigning } from 'cdk-nodejs-image';
 *
 * declare const stack: Stack;
 * const managedSigning = new ManagedSigning(stack, 'Signing');
 * new ImageRepository(stack, 'Images', { managedSigning });
 */
@propertyInjectable
export class ManagedSigning extends Construct {
  /** The id by which `PropertyInjectors` of the CDK know this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-nodejs-image.ManagedSigning';

  /** The profile that a verifier is to trust. */
  public readonly profile: ISigningProfile;
  private readonly repositories: IRepository[] = [];

  /**
   * @throws if both a profile and what a profile of its own is to be are given
   */
  constructor(scope: Construct, id: string, props: ManagedSigningProps = {}) {
    super(scope, id);
    requireProps(this.node.path, props, MANAGED_SIGNING_PROPS, DeliveryError, { open: new.target !== ManagedSigning });
    const { profile, signatureValidity } = props;
    if (profile && signatureValidity) {
      throw new DeliveryError(`"profile" of ${this.node.path} says how long a signature counts, and so does "signatureValidity"; leave one of the two props out`);
    }
    this.profile = profile ?? new SigningProfile(this, 'Profile', { platform: Platform.NOTATION_OCI_SHA384_ECDSA, signatureValidity });
    new CfnSigningConfiguration(this, 'Resource', {
      rules: [{
        signingProfileArn: this.profile.signingProfileArn,
        repositoryFilters: Lazy.any({ produce: () => this.repositories.map(({ repositoryName }) => ({ filter: repositoryName, filterType: 'WILDCARD_MATCH' })) }),
      }],
    });
    this.node.addValidation({ validate: () => this.faults() });
  }

  /** Has what is pushed to a repository signed. */
  public sign(repository: IRepository): void {
    this.repositories.push(repository);
  }

  /** Allows having what is pushed signed: ECR asks for it by the leave of who pushes. */
  public grantSign(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({ grantee, actions: ['signer:SignPayload'], resourceArns: [this.profile.signingProfileArn] });
  }

  /** Without a repository a rule would be for all of the registry. */
  private faults(): string[] {
    const { length } = this.repositories;
    if (length === 0) return [`${this.node.path} signs the images of no repository; give it to an ImageRepository as "managedSigning"`];
    return length > MOST_REPOSITORIES ? [`${this.node.path} must be for at most ${MOST_REPOSITORIES} repositories, which is what ECR takes in a rule, received ${length}`] : [];
  }
}
