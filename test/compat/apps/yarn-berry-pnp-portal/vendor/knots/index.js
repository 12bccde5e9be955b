const createError = require('http-errors');

exports.notFound = () => createError(404);
