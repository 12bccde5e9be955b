const { GenericContainer } = require('testcontainers');
require('node:test')('db', async () => { const c = await new GenericContainer('redis').withExposedPorts(6379).start(); await c.stop(); });
