require('http').createServer((q,s)=>s.end('h')).listen(3000,process.env.HOST||'localhost')
