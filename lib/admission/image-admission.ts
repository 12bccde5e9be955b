import { join } from 'path';
import { Duration, Lazy, Resource, Stack, Token, Validations } from 'aws-cdk-lib';
import { AuthorizationToken, IRepository } from 'aws-cdk-lib/aws-ecr';
import { BaseService, DeploymentLifecycleLambdaTarget, DeploymentLifecycleStage, IBaseService } from 'aws-cdk-lib/aws-ecs';
import { IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function, IFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { functionNetwork, grantFunctionInfrastructure, setFunctionInfrastructure } from '../codebuild/infrastructure/function-infrastructure';
import { ImageInfrastructure } from '../codebuild/infrastructure/image-infrastructure';
import { ownLogGroup } from '../codebuild/infrastructure/own-log-group';
import { repositoryUriOf } from '../codebuild/repository-uri';
import { requireBundle } from '../context/require-bundle';
import { requireProps } from '../props/index';
import { AdmissionError } from './admission-error';
import { AdmissionKey } from './admission-key';
import { ImageAdmissionProps, IMAGE_ADMISSION_PROPS } from './image-admission-props';
import { kyvernoPolicyOf } from './kyverno-policy';

const BUNDLE = join(__dirname, '..', 'handlers', 'image-admission', 'bundle');

/**
 * Demands of images, where they start, that their gates have passed: signed statements on exactly the digest that is to run.
 *
 * An image runs if a key of `keys` has signed all of these, of this digest in a repository of `releasedIn`: a signature, its
 * provenance, a passed result of each gate, and the summary that it was verified and passed. A pipeline with `signing` attaches
 * them before it releases an image.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { Repository } from 'aws-cdk-lib/aws-ecr';
 * import { FargateService } from 'aws-cdk-lib/aws-ecs';
 * import { Key } from 'aws-cdk-lib/aws-kms';
 * import { AdmissionKey, ImageAdmission, OtherImages } from 'cdk-nodejs-image';
 *
 * declare const stack: Stack;
 * declare const repository: Repository;
 * declare const key: Key;
 * declare const service: FargateService;
 * const admission = new ImageAdmission(stack, 'Admission', {
 *   repositories: [repository],
 *   keys: [AdmissionKey.kms(key)],
 *   otherImages: OtherImages.REFUSE,
 *   gates: ['test'],
 * });
 * admission.protect(service);
 */
@propertyInjectable
export class ImageAdmission extends Construct {
  /** The id by which `PropertyInjectors` of the CDK know this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-nodejs-image.ImageAdmission';

  /** The function that ECS asks. */
  public readonly hookFunction: IFunction;
  /** The role by which ECS asks it. */
  public readonly hookRole: IRole;
  /** Where the reasons are for which images were refused. */
  public readonly logGroup: ILogGroup;

  private readonly props: ImageAdmissionProps;
  private readonly hooked = new Set<IBaseService>();

  /** @throws if nothing is looked at, no key is given, or a prop is not one that there is. */
  constructor(scope: Construct, id: string, props: ImageAdmissionProps) {
    super(scope, id);
    requireProps(this.node.path, props, IMAGE_ADMISSION_PROPS, AdmissionError, { open: new.target !== ImageAdmission });
    requireSome(this.node.path, props);
    requireBundle(BUNDLE);
    this.props = props;
    const infrastructure = ImageInfrastructure._optionsFor(this);
    this.logGroup = ownLogGroup(this);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup.grantWrite(role);
    grantFunctionInfrastructure(role, infrastructure);
    this.grant(role);
    this.hookFunction = new Function(this, 'Function', {
      description: 'Refuses images without signed statements that their gates have passed',
      code: Code.fromAsset(BUNDLE),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      memorySize: 512, // a share of the processor comes with it
      timeout: Duration.minutes(5), // a registry that is busy is asked again
      role,
      logGroup: this.logGroup,
      environment: this.variables(),
      ...functionNetwork(this, infrastructure),
    });
    this.hookRole = new Role(this, 'HookRole', { assumedBy: new ServicePrincipal('ecs.amazonaws.com') });
    this.hookRole.addToPrincipalPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.hookFunction.functionArn] }));
    setFunctionInfrastructure(this, infrastructure);
  }

  /**
   * Has ECS ask before it starts tasks of a new revision of a service, whoever deploys it. A deployment whose images are refused
   * fails, and the service goes back to what it ran. The images have to be named by their digests, as
   * `DeploymentTarget.ecs()` does. To call it again for the same service changes nothing.
   *
   * @param service A service of this app that ECS deploys by itself, rolling or blue/green.
   * @throws if the service was imported, or is deployed by another controller
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/lambda-lifecycle-hooks.html
   */
  public protect(service: IBaseService): void {
    if (this.hooked.has(service)) return;
    if (!(service instanceof BaseService) || !Resource.isOwnedResource(service)) {
      throw new AdmissionError(`${this.node.path}.protect() takes a service of this app, received ${service.node.path}, which was imported; give its hook there, with "hookFunction" and "hookRole"`);
    }
    try {
      service.addLifecycleHook(new DeploymentLifecycleLambdaTarget(this.hookFunction, `${this.node.addr}Hook`, {
        role: this.hookRole, lifecycleStages: [DeploymentLifecycleStage.PRE_SCALE_UP],
      }));
    } catch (error) {
      throw new AdmissionError(`${this.node.path}.protect() takes a service that ECS deploys by itself, received ${service.node.path}: ${(error as Error).message}`);
    }
    // ECS asks while the service is made: what the role may do has to be there by then
    service.node.addDependency(this.hookRole);
    this.hooked.add(service);
  }

  /**
   * A policy for Kyverno 1.19 or later that demands the same of pods of EKS, as the object of a manifest: `cluster.addManifest`
   * takes it. Kyverno holds each statement of a kind to what is demanded, where the function takes the newest; and it cannot
   * tell in which repository statements other than the summary name an image.
   *
   * @see https://kyverno.io/docs/policy-types/cluster-policy/verify-images/sigstore/
   */
  public kyvernoPolicy(): { [key: string]: any } {
    const { repositories, keys, gates = [], maximumAge, releasedIn = repositories } = this.props;
    return kyvernoPolicyOf({
      name: this.node.id.toLowerCase().replace(/[^a-z0-9-]+/g, '-'),
      repositories: repositories.map(({ repositoryUri }) => repositoryUri),
      releasedIn: releasedIn.map(({ repositoryUri }) => repositoryUri),
      keys: keys.map(({ _key, _pem }) => _pem ?? `awskms:///${_key!.keyArn}`),
      gates,
      maximumAge,
    });
  }

  private grant(role: Role): void {
    const { repositories, keys } = this.props;
    AuthorizationToken.grantRead(role);
    repositories.forEach(repository => repository.grant(role, 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'));
    keys.forEach(({ _key }) => _key && grantKey(this, role, _key));
    // names of revisions are made by ECS, and reading them is all that it allows
    role.addToPolicy(new PolicyStatement({ actions: ['ecs:DescribeServiceRevisions'], resources: ['*'] }));
    Validations.of(role).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: 'logging in to a registry takes no resource, and the revisions of a service are named by ECS when they are made' });
  }

  /** The variables of the function. */
  private variables(): { [name: string]: string } {
    const { repositories, keys, otherImages, gates = [], maximumAge, releasedIn = repositories } = this.props;
    const json = (value: unknown) => Lazy.string({ produce: () => Stack.of(this).toJsonString(value) });
    const uris = (list: IRepository[]) => list.map(repository => repositoryUriOf(this, repository));
    return {
      REPOSITORIES: json(uris(repositories)),
      OTHER_IMAGES: otherImages.name,
      ADMISSION: json({ repositories: uris(releasedIn), gates, ...maximumAge ? { maximumAge: maximumAge.toSeconds() } : {} }),
      KEYS: json(keys.flatMap(({ _key }) => _key ? [_key.keyArn] : [])),
      PUBLIC_KEYS: json(keys.flatMap(({ _pem }) => _pem ?? [])),
    };
  }
}

function grantKey(scope: Construct, role: Role, key: NonNullable<AdmissionKey['_key']>): void {
  if (!key.grant(role, 'kms:GetPublicKey').success) {
    throw new AdmissionError(`${scope.node.path}: nothing can be granted on the key ${key.node.path}, because only the name of its alias is known; give the key itself, as by Key.fromKeyArn`);
  }
}

function requireSome(path: string, { repositories, keys, releasedIn, gates = [], maximumAge }: ImageAdmissionProps): void {
  const empty = Object.entries({ repositories, keys, releasedIn }).find(([, list]) => list?.length === 0);
  if (empty) {
    throw new AdmissionError(`${path}: "${empty[0]}" must have one element at least, received none`);
  }
  const gate = gates.find(name => !Token.isUnresolved(name) && name.trim() === '');
  if (gate !== undefined) {
    throw new AdmissionError(`${path}: "gates" must be names of gates, received ${JSON.stringify(gate)}`);
  }
  if (maximumAge && maximumAge.toMilliseconds() < 60_000) {
    throw new AdmissionError(`${path}: "maximumAge" must be a minute at least, received ${maximumAge.toHumanString()}`);
  }
}
