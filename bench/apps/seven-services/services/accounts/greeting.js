exports.greeting = () => `accounts: ${require('jsonwebtoken').decode('') ?? 'nobody'}`;
