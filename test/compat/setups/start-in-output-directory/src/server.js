const t = require('fs').readFileSync('../texts/a.txt', 'utf8');
require('http').createServer((q, r) => r.end(String(t))).listen(process.env.PORT || 3000);
