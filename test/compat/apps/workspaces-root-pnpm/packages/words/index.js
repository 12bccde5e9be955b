const ms = require('ms');

exports.inDays = count => ms(count * 24 * 60 * 60 * 1000, { long: true });
