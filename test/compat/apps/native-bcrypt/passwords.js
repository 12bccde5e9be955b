const bcrypt = require('bcrypt');

exports.hash = password => bcrypt.hash(password, 4);
exports.fits = (password, hash) => bcrypt.compare(password, hash);
