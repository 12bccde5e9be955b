require('http').createServer((q, r) => r.end(String(require('utils')))).listen(process.env.PORT || 3000);
