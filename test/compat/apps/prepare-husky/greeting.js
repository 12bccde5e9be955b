const { bold } = require('picocolors');

exports.greeting = name => `Ahoy, ${bold(name)}`;
