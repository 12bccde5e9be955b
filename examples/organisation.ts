import { InjectionContext, IPropertyInjector, PropertyInjectors, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { twoStageDemo } from './two-stage-demo';
import { BaseImage, ImageRepository, ImageRepositoryProps, ImageTag, NodejsImageAsset, NodejsImageBuild, NodejsImageOptions } from 'cdk-nodejs-image';

/** Defaults for all constructs of one class. The props of a construct override them. */
class Defaults<Props extends object> implements IPropertyInjector {
  constructor(public readonly constructUniqueId: string, private readonly defaults: Partial<Props>) {}

  public inject(props: Props, _context: InjectionContext): Props {
    return { ...this.defaults, ...props };
  }
}

/** What the images of this organisation have in common: base images from its own mirror, a label that says whose they are. */
const IMAGES: Partial<NodejsImageOptions> = {
  baseImage: BaseImage.debianSlim({ mirror: '111122223333.dkr.ecr.eu-central-1.amazonaws.com/ecr-public' }),
  labels: { 'org.opencontainers.image.vendor': 'Example Ltd' },
};

/** Sets them for everything below a scope: an app, a stage, or a stack. */
export function useImageDefaults(scope: IConstruct): void {
  PropertyInjectors.of(scope).add(
    new Defaults<NodejsImageOptions>(NodejsImageAsset.PROPERTY_INJECTION_ID, IMAGES),
    new Defaults<NodejsImageOptions>(NodejsImageBuild.PROPERTY_INJECTION_ID, IMAGES),
    new Defaults<ImageRepositoryProps>(ImageRepository.PROPERTY_INJECTION_ID, { keepReleases: 20, removalPolicy: RemovalPolicy.RETAIN }),
  );
}

/** A stack of a team: it names its project, and nothing else. */
export class OrganisationExample extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    useImageDefaults(this);
    new NodejsImageBuild(this, 'Api', {
      ...twoStageDemo,
      repository: new ImageRepository(this, 'Images'),
      tags: [ImageTag.packageVersion()],
    });
  }
}
