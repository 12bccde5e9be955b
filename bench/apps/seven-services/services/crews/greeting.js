exports.greeting = () => `crews: ${require('handlebars').compile('{{count}} on board')({ count: 7 })}`;
