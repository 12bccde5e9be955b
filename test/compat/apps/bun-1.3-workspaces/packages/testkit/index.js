const isNumber = require('is-number');

/** What a server answers. */
exports.ask = async server => {
  await new Promise(resolve => server.listen(0, resolve));
  const { port } = server.address();
  if (!isNumber(port)) throw new Error('no port');
  const response = await fetch(`http://127.0.0.1:${port}/`);
  const text = await response.text();
  server.close();
  return text;
};
