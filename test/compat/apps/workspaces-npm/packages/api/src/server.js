const http = require('http');
const fs = require('fs');
const { greeting } = require('@shop/shared');

// relative to the working directory, as many programs read their files
const page = fs.readFileSync('views/page.html', 'utf8');

function answer(request, response) {
  response.end(request.url === '/health' ? 'ok' : page.replace('{greeting}', greeting('shop')));
}

module.exports = { answer };

if (require.main === module) {
  const server = http.createServer(answer).listen(process.env.PORT || 8080);
  process.on('SIGTERM', () => server.close(() => process.exit(0)));
}
