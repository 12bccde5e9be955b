export { NodejsImageAsset, NodejsImageAssetProps } from './nodejs-image-asset';
