module.exports = 'base ';
