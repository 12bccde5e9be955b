const { mkdirSync, writeFileSync } = require('fs');

mkdirSync('dist', { recursive: true });
writeFileSync('dist/index.html', require('escape-html')('page'));
