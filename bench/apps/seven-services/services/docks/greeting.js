exports.greeting = () => `docks: ${require('pg').escapeLiteral('north')}`;
