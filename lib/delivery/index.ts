export { ImageRepository, ImageRepositoryProps } from './image-repository';
export { GitCommitTagOptions, ImageTag, PackageVersionTagOptions } from './image-tag';
export { INodejsImage } from './nodejs-image';
export { NodejsImageBase } from './nodejs-image-base';
export { NodejsImageAsset, NodejsImageAssetProps } from './nodejs-image-asset';
export { NodejsImageSource } from './nodejs-image-source';
export { LocalBuildOptions } from './local-build-options';
export { AwsBuildSecret, SecretsManagerBuildSecretOptions } from './secrets/aws-build-secret';
