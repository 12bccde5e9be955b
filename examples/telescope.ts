import * as path from 'path';
import { Gate, HealthCheck, NodejsImageAssetProps, StartScript } from 'cdk-nodejs-image';

/** A back end with a front end nested in it; `docker run -e SCRIPT=...` chooses what runs. */
export const telescope: NodejsImageAssetProps = {
  directory: path.join(__dirname, 'telescope'),
  gates: [Gate.script('lint'), Gate.script('test')],
  releaseFiles: ['src/backend', 'src/frontend/dist'],
  startScript: StartScript.fromEnvironment('SCRIPT', { scripts: ['server', 'feed-queue'], defaultScript: 'server' }),
  port: 3000,
  healthCheck: HealthCheck.http('/health'),
};
