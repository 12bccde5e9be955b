import { proxyFor } from '../../../lib/steps/world/proxy';

const ADDRESS = 'https://ecr.api.eu-central-1.amazonaws.com/v2/';
const PROXY = 'http://proxy:3128';
const proxy = (variables: Record<string, string>, address = ADDRESS) => proxyFor(new URL(address), variables);

test.each<[string, Record<string, string>, string | undefined]>([
  ['none', {}, undefined],
  ['the one for HTTPS', { HTTPS_PROXY: PROXY, HTTP_PROXY: 'http://other' }, PROXY],
  ['small letters first', { https_proxy: PROXY, HTTPS_PROXY: 'http://other' }, PROXY],
  ['what is empty is not set', { https_proxy: '', HTTPS_PROXY: PROXY }, PROXY],
  ['an address without a scheme', { HTTPS_PROXY: 'proxy:3128' }, PROXY],
  ['one for HTTP alone', { HTTP_PROXY: PROXY }, undefined],
])('the proxy is %s', (_, variables, expected) => expect(proxy(variables)).toBe(expected));

test.each([
  ['*', undefined], ['amazonaws.com', undefined], ['.amazonaws.com', undefined], ['*.amazonaws.com', undefined],
  ['ECR.api.eu-central-1.amazonaws.com', undefined], ['localhost, amazonaws.com:443', undefined],
  ['localhost 169.254.170.2', PROXY], ['amazonaws.com:80', PROXY], ['zonaws.com', PROXY], ['api', PROXY], ['', PROXY], [',', PROXY],
])('NO_PROXY %j', (NO_PROXY, expected) => expect(proxy({ HTTPS_PROXY: PROXY, NO_PROXY })).toBe(expected));

test('of HTTP it is the one for HTTP', () => {
  expect(proxy({ HTTPS_PROXY: PROXY }, 'http://localhost:5000')).toBeUndefined();
  expect(proxy({ HTTP_PROXY: PROXY }, 'http://registry')).toBe(PROXY);
});
