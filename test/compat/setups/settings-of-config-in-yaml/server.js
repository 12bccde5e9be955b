const config=require('config');require('http').createServer((q,s)=>s.end('c'+config.get('server.port'))).listen(config.get('server.port'),config.get('server.host'))
