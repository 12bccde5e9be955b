exports.greeting = () => `gates: ${require('lodash').camelCase('north gate')}`;
