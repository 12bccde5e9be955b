const ms = require('ms');

/** How long a passage takes at a speed. */
exports.passage = (miles, knots) => ms(miles / knots * 3600000, { long: true });
