import { networkHint } from '../../../lib/programs/gate/run';

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
