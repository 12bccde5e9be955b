const ms = require('ms');

exports.uptime = seconds => `node ${process.version.split('.')[0]} up for ${ms(seconds * 1000)}`;
