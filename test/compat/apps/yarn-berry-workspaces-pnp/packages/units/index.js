const ms = require('ms');

exports.span = text => ms(ms(text));
