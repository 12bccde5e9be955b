import { generateKeyPairSync, sign } from 'crypto';
import { bundleOf, signedBytes, signedIn } from '../../lib/attestations/bundle';
import { verified } from '../pipeline/attest/attested';

const PAYLOAD = Buffer.from('{"é":1}');

test('what is signed has the type and the payload, each with its length in bytes', () => {
  expect(signedBytes(PAYLOAD).toString('utf8')).toBe('DSSEv1 28 application/vnd.in-toto+json 8 {"é":1}');
});

test('a bundle is one of the format that cosign reads, with no id of the key that would keep a verifier from looking', () => {
  expect(JSON.parse(bundleOf({ payload: PAYLOAD, signature: Buffer.from('sig') }, 'aGludA==').toString())).toEqual({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint: 'aGludA==' } },
    dsseEnvelope: { payload: PAYLOAD.toString('base64'), payloadType: 'application/vnd.in-toto+json', signatures: [{ sig: 'c2ln' }] },
  });
});

test('what was signed is read back, and verifies', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const text = bundleOf({ payload: PAYLOAD, signature: sign('sha256', signedBytes(PAYLOAD), privateKey) }, 'hint').toString();

  expect(signedIn(text)?.payload).toEqual(PAYLOAD);
  expect(verified(JSON.parse(text).dsseEnvelope, publicKey)).toBe(true);
});

const bundle = JSON.parse(bundleOf({ payload: PAYLOAD, signature: Buffer.from('sig') }, 'hint').toString());
test.each([
  ['', ''], ['no JSON', '['], ['null', 'null'], ['nothing', '{}'], ['of an old format', JSON.stringify({ ...bundle, mediaType: 'a' })],
  ['without a payload', JSON.stringify({ ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, payload: '%' } })], ['without a signature', JSON.stringify({ ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, signatures: [] } })],
  ['of another kind', JSON.stringify({ ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, payloadType: 'text/plain' } })],
  ['of a signed file', JSON.stringify({ ...bundle, dsseEnvelope: undefined, messageSignature: { messageDigest: { algorithm: 'SHA2_256', digest: 'AAAA' }, signature: 'AAAA' } })],
])('%s is no bundle that counts', (_, text) => {
  expect(signedIn(text)).toBeUndefined();
});
