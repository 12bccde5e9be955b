const { BOATS } = require('@fleet/boats');

exports.answer = () => BOATS.join(', ');
