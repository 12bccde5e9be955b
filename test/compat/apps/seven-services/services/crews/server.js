const connect = require('connect');
const { log } = require('@port/log');
const { answer } = require('./answer');

const application = connect().use((request, response) => response.end(answer()));
const server = application.listen(process.env.PORT || 8080, () => log('crews'));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
