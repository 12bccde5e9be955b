const assert = require('node:assert');
const app = require('../src/app');

describe('knots', () => {
  let server;
  before(() => { server = app.listen(0); });
  after(() => server.close());

  it('become kilometres an hour', async () => {
    const response = await fetch(`http://127.0.0.1:${server.address().port}/knots/10`);
    assert.deepEqual(await response.json(), { kilometresAnHour: 18.5 });
  });
});
