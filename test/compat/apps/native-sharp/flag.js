const sharp = require('sharp');

exports.flag = width => sharp({ create: { width, height: 2, channels: 3, background: '#08f' } }).png().toBuffer();
