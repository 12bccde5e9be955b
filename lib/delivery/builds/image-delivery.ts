import { CustomResource, Token } from 'aws-cdk-lib';
import { IProject } from 'aws-cdk-lib/aws-codebuild';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { NodejsDockerfile } from '../../image/index';
import { DeliveredImage } from '../nodejs-image-base';
import { PushDestination } from '../push-destination';
import { ImageBuildsProvider } from './image-builds-provider';

/** One build that a deployment of an image waits for. */
export interface DeliveryBuild {
  readonly project: IProject;
  /** Where the project logs, if that can be read. */
  readonly logGroup?: ILogGroup;
  /** Name of the build in messages. */
  readonly name: string;
  /** `bucket/key` of the source; none where the project has none. */
  readonly source?: string;
  /** Variables of the build. */
  readonly environment: { readonly [name: string]: string };
}

/** Builds that bring an image under its tags. */
export interface ImageDeliveryProps {
  /** 32 hexadecimal digits that stand for the content, as far as it is known at synthesis. */
  readonly contentTag: string;
  /** Build arguments. Where one is known only while deploying, the content tag is derived from all of them then. */
  readonly buildArgs?: { readonly [name: string]: string };
  /** Builds that run side by side, stage by stage. */
  readonly stages: readonly (readonly DeliveryBuild[])[];
}

/** The custom resource that runs the builds of an image and waits for them. */
export class ImageDelivery extends Construct {
  /** The tag by which the content is known. */
  public readonly contentTag: string;
  /** The digest of the image, `sha256:...`. */
  public readonly digest: string;

  constructor(scope: Construct, id: string, props: ImageDeliveryProps) {
    super(scope, id);
    const provider = ImageBuildsProvider.of(this);
    const builds = props.stages.flat();
    const buildArgs = props.buildArgs ?? {};
    const derived = Object.values(buildArgs).some(value => Token.isUnresolved(value));
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: provider.serviceToken,
      resourceType: 'Custom::NodejsImage',
      properties: {
        ContentTag: props.contentTag,
        ...derived ? { DeriveTag: 'true' } : {},
        ...Object.keys(buildArgs).length ? { BuildArgs: buildArgs } : {},
        Stages: props.stages.map(stage => ({ Builds: stage.map(propertiesOf) })),
      },
    });
    builds.forEach(({ project, logGroup }) => resource.node.addDependency(project, provider.grantBuilds(project, logGroup)));
    this.contentTag = derived ? resource.getAttString('ContentTag') : props.contentTag;
    // a digest is told from a tag by its beginning, which a token does not show
    this.digest = `sha256:${resource.getAttString('DigestHex')}`;
  }

  /** The image, once it is where it was to go. */
  public image({ repository, name }: PushDestination, dockerfile: NodejsDockerfile, architectures: readonly string[]): DeliveredImage {
    return { dockerfile, repository, imageTag: name ?? this.contentTag, imageDigest: this.digest, contentTag: this.contentTag, architectures };
  }
}

function propertiesOf({ project, name, source, environment }: DeliveryBuild): { [name: string]: unknown } {
  // what is not there reads as empty, and an empty value is none that every API takes
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  return { Project: project.projectName, Name: name, Source: source, Environment: given };
}
