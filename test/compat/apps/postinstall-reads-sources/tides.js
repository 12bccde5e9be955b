const index = require('./generated/index.json');

exports.high = harbour => require(`./tides/${index[harbour]}`).high;
