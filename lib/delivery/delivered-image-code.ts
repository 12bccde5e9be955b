import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { CodeConfig, DockerImageCode, EcrImageCode, EcrImageCodeProps } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { BuiltFor, requireSameArchitecture } from './bound-architecture';

/** The image for a function, which says so where the function is of another architecture. */
class DeliveredImageCode extends EcrImageCode {
  constructor(repository: IRepository, props: EcrImageCodeProps, private readonly built: BuiltFor) {
    super(repository, props);
  }

  public bind(scope: Construct): CodeConfig {
    requireSameArchitecture(scope, this.built);
    return super.bind(scope);
  }
}

/** The image for a function of images. What the CDK makes of it by a method that it does not publish is of our kind. */
export function deliveredImageCode(repository: IRepository, props: EcrImageCodeProps, built: BuiltFor): DockerImageCode {
  return Object.assign(DockerImageCode.fromEcr(repository, props), { _bind: () => new DeliveredImageCode(repository, props, built) });
}
