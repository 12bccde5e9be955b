const { application, listen } = require('@harbour/http');
const { greeting } = require('./greeting');

listen('gates', application(greeting));
