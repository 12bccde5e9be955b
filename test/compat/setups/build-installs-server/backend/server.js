const { existsSync, readFileSync } = require('fs');
const { createServer } = require('http');
const path = require('path');
const ms = require('ms');

const page = path.join(__dirname, '..', 'frontend', 'dist', 'index.html');

createServer((request, response) => {
  response.end(`${ms(1000)} ${readFileSync(page)} ${existsSync(path.join(__dirname, 'node_modules', 'escape-html'))}`);
}).listen(process.env.PORT || 3000);
