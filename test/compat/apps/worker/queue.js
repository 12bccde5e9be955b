const ms = require('ms');

let count = 0;
exports.nextJob = () => `job ${++count} may take ${ms('2m')} ms`;
