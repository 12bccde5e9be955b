import { Lazy, Token } from 'aws-cdk-lib';
import { SbomTool } from '../../../lib';

const URL = 'https://tools.example.com/syft.tar.gz';
const SHA256 = '0123456789abcdef'.repeat(4);
const from = (url: string, sha256 = SHA256) => () => SbomTool.fromUrl({ url, sha256 });

test('syft is of one release, by its address and its sum', () => {
  const { url, sha256 } = SbomTool.syft();

  expect(url).toMatch(/^https:\/\/github\.com\/anchore\/syft\/releases\/download\/v(\d+\.\d+\.\d+)\/syft_\1_linux_amd64\.tar\.gz$/);
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(SbomTool.syft()).toEqual(SbomTool.fromUrl({ url, sha256 }));
});

test('one of an address of your own has that address and that sum', () => {
  expect(from(URL)()).toMatchObject({ url: URL, sha256: SHA256 });
});

test('an address that is known only while deploying is taken', () => {
  const url = Lazy.string({ produce: () => 'later' });

  expect(from(url)().url).toBe(url);
  expect(from(`${url}/syft.tar.gz`)).not.toThrow();
});

test.each([
  '', 'syft.tar.gz', 'http://tools.example.com/syft.tar.gz', 'HTTPS://tools.example.com', 'file:///syft.tar.gz', 's3://tools/syft.tar.gz', 'https://',
  ' https://tools.example.com', 'https://tools.example.com/a b', 'https://tools.example.com/\n', 'https://tools.example.com/"',
])('the address %j is refused', url => {
  expect(from(url)).toThrow(new Error(`url of the tool for an SBOM must begin with "https://", received ${JSON.stringify(url)}`));
});

test.each([
  '', 'abc', SHA256.toUpperCase(), SHA256.slice(1), `${SHA256}0`, `${SHA256}\n`, ` ${SHA256.slice(1)}`, `g${SHA256.slice(1)}`, `sha256:${SHA256}`,
])('the sum %j is refused', sha256 => {
  expect(from(URL, sha256)).toThrow(new Error(`sha256 of the tool for an SBOM must be 64 lowercase hexadecimal digits, received ${JSON.stringify(sha256)}`));
});

test('a sum that is known only while deploying is refused: it would be no pin', () => {
  const sha256 = Token.asString({ Ref: 'Sum' });

  expect(from(URL, sha256)).toThrow(`sha256 of the tool for an SBOM must be 64 lowercase hexadecimal digits, received ${JSON.stringify(sha256)}`);
});

test('what is refused is an error of the delivery', () => {
  expect(from('', SHA256)).toThrow(expect.objectContaining({ name: 'DeliveryError' }));
  expect(from(URL, '')).toThrow(expect.objectContaining({ name: 'DeliveryError' }));
});
