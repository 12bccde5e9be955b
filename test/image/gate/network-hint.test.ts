import { buildHint, networkHint } from '../../../lib/programs/gate/network-hint';

test.each([
  ['Error: connect ECONNREFUSED 127.0.0.1:5432', 'Service.postgres()'],
  ['connect ECONNREFUSED ::1:6379', 'Service.redis()'],
  ['[ioredis] Unhandled error event: Error: connect ECONNREFUSED 127.0.0.1:6379', 'Service.redis()'],
  ['MongooseServerSelectionError: connect ECONNREFUSED 127.0.0.1:27017', 'Service.mongodb()'],
  ['connection to server at "127.0.0.1", port 5432 failed: Connection refused', 'Service.postgres()'],
  ['connect ECONNREFUSED 127.0.0.1:4444', 'Service.of({...})'],
])('%s', (log, service) => {
  expect(networkHint(`a\n${log}\nb`, true)).toContain(`option "services", such as [${service}]`);
  // what is on this machine is missing with a network, too
  expect(networkHint(log, false)).toContain(service);
});

test.each([
  'Error: getaddrinfo ENOTFOUND db.example.com', 'getaddrinfo EAI_AGAIN registry.npmjs.org', 'connect ENETUNREACH 10.0.0.1:80', 'curl: (6) Could not resolve host: example.com',
])('%s', log => {
  expect(networkHint(`a\n${log}\nb`, true)).toContain('network: true');
  expect(networkHint(`a\n${log}\nb`, true)).toContain(JSON.stringify(log));
  expect(networkHint(log, false)).toBeUndefined();
});

test('a failure that has nothing to do with it', () => {
  expect(networkHint('AssertionError: expected 1 to equal 2', true)).toBeUndefined();
});

test.each([
  'Error: getaddrinfo EAI_AGAIN fonts.googleapis.com',
  'TypeError: fetch failed',
  'Failed to fetch `Inter` from Google Fonts.',
  'There was an issue establishing a connection while requesting https://fonts.gstatic.com/s/x',
])('a build that fails by %j is told of its prop', log => {
  expect(buildHint(`a\n${log}\nb`)).toContain(`buildNetwork: false says: ${JSON.stringify(log)}; bring what it fetches`);
});

test('a build that fails by something else is told nothing of a network', () => {
  expect(buildHint('src/a.ts(1,1): error TS2304: Cannot find name \'fetch\'.')).toBeUndefined();
});
