const path = require('node:path');

module.exports = {
  mode: 'production',
  target: 'node',
  entry: { server: './src/server.js' },
  output: { path: path.resolve(__dirname, 'build'), filename: '[name].js', clean: true },
};
