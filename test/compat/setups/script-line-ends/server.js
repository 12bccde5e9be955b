require('http').createServer((q, r) => r.end(String('crlf'))).listen(process.env.PORT || 3000);
