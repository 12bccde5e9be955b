require('http').createServer((q,s)=>s.end('up')).listen(process.env.PORT||3000,process.env.HOSTNAME)
