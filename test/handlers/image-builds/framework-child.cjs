// Runs the provider framework of aws-cdk-lib as Lambda does: one event at a time comes in, a result or an error goes out.
const https = require('https');
const path = require('path');

// The framework speaks to port 443 whatever the response URL says.
const { request } = https;
https.request = (options, callback) => request({ ...options, port: process.env.RESPONSE_PORT }, callback);

const runtime = path.join(path.dirname(require.resolve('aws-cdk-lib/package.json')), 'custom-resources', 'lib', 'provider-framework', 'runtime');
const framework = require(path.join(runtime, 'framework.js'));

process.on('message', async ({ id, handler, event }) => {
  try {
    process.send({ id, result: await framework[handler](event) ?? null });
  } catch (error) {
    process.send({ id, error: { errorType: error.name, errorMessage: error.message, trace: error.stack.split('\n') } });
  }
});
process.send({ ready: true });
