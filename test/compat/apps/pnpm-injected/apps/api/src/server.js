require('http').createServer((request, response) => response.end(require('@x/lib').greeting())).listen(process.env.PORT ?? 3000);
