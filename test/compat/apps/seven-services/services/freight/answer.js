const ms = require('ms');

exports.answer = () => `freight since ${ms(60000)}`;
