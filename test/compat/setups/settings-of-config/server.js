const config=require('config');require('http').createServer((q,s)=>s.end('c'+config.get('port'))).listen(config.get('port'),config.get('host'))
