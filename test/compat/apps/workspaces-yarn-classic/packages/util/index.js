const ms = require('ms');

exports.days = count => ms(ms(`${count}d`), { long: true });
