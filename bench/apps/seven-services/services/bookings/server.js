const { application, listen } = require('@harbour/http');
const { greeting } = require('./greeting');

listen('bookings', application(greeting));
