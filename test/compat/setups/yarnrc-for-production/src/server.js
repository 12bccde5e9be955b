require('http').createServer((q, r) => r.end(String(1))).listen(process.env.PORT || 3000);
