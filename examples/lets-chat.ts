import * as path from 'path';
import { Gate, HealthCheck, NodejsImageAssetProps, TestReport } from 'cdk-nodejs-image';

/** A chat server with npm: lint, setup and test in sequence are the gate. */
export const letsChat: NodejsImageAssetProps = {
  directory: path.join(__dirname, 'lets-chat'),
  gates: [
    Gate.scripts(['lint', 'setup', 'test'], {
      name: 'verify',
      reports: [TestReport.junit('reports/junit.xml')],
    }),
  ],
  port: 5000,
  healthCheck: HealthCheck.http('/health'),
};
