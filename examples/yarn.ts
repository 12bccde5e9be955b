import * as path from 'path';
import { Gate, HealthCheck, NodejsImageAssetProps, TestReport } from 'cdk-nodejs-image';

/** TypeScript with Yarn 1: only the build output and the production modules are released. */
export const yarn: NodejsImageAssetProps = {
  directory: path.join(__dirname, 'yarn'),
  gates: [
    Gate.script('test', { reports: [TestReport.junit('reports/junit.xml')] }),
  ],
  port: 8080,
  healthCheck: HealthCheck.http('/health'),
};
