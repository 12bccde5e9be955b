export { ImageRepository, ImageRepositoryProps } from './image-repository';
export { GitCommitTagOptions, ImageTag, PackageVersionTagOptions } from './image-tag';
export { NodejsImageAsset, NodejsImageAssetProps } from './nodejs-image-asset';
