require('./src');
