declare const require: any;
require('http').createServer((q: any, r: any) => r.end('x')).listen(3000);
