const { open } = require('./queue');

console.log('a worker of a queue');
const queue = open();
setInterval(() => queue.take().catch(() => {}), 1000);
process.on('SIGTERM', () => process.exit(0));
