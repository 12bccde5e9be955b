exports.greeting = () => `engines: ${require('ioredis').Command.name}`;
