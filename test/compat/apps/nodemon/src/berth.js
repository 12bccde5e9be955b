const ms = require('ms');

exports.berth = days => `berthed for ${ms(`${days} days`) / 3600000} hours`;
