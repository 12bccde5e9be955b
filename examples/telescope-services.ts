import * as path from 'path';
import { HealthCheck, NodejsImageAssetProps } from 'cdk-nodejs-image';

const PORTS = { 'auth': 7000, 'feed-discovery': 7001, 'image': 7002, 'parser': 7003, 'posts': 7004, 'search': 7005, 'status': 7006 };

/** Seven services from one loop. */
export const telescopeServices: { [name: string]: NodejsImageAssetProps } = Object.fromEntries(
  Object.entries(PORTS).map(([name, port]) => [name, {
    directory: path.join(__dirname, 'telescope-services', name),
    port,
    healthCheck: HealthCheck.http('/health'),
  }]),
);
