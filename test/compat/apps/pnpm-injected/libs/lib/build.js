const { mkdirSync, writeFileSync } = require('fs');
mkdirSync('dist', { recursive: true });
writeFileSync('dist/index.js', `exports.greeting = () => ${JSON.stringify(require('@x/base'))} + require('ms')(1000) + require('escape-html')('<') + require('bytes/package.json').version;\n`);
