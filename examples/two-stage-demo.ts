import * as path from 'path';
import { HealthCheck, NodejsImageAssetProps } from 'cdk-nodejs-image';

/** A plain server: everything but the port is read from the project. */
export const twoStageDemo: NodejsImageAssetProps = {
  directory: path.join(__dirname, 'two-stage-demo'),
  port: 8080,
  healthCheck: HealthCheck.http('/health'),
};
