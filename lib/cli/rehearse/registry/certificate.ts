import { generateKeyPairSync, KeyObject, randomBytes, sign } from 'crypto';
import type { TBSCertificate } from '@peculiar/asn1-x509';
import { libraries } from '../libraries';

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
/** So long it holds: a rehearsal takes minutes. */
const DAY = 24 * 60 * 60 * 1000;

/** Certificate of a server and its key, both as PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Makes a certificate that vouches for itself, for some hosts and one day. Who is to trust it is told so for one build.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 */
export function makeCertificate(hosts: readonly string[], now: number): Certificate {
  const { AsnConvert, x509 } = libraries();
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = new x509.AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
  const tbsCertificate = contentOf(hosts, now, publicKey);
  tbsCertificate.signature = algorithm;
  const signatureValue = bufferOf(sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), privateKey));
  const certificate = new x509.Certificate({ tbsCertificate, signatureAlgorithm: algorithm, signatureValue });
  return { certificate: pem(Buffer.from(AsnConvert.serialize(certificate))), key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
}

/** Content that is signed, but for the algorithm: issuer and subject are the same. */
function contentOf(hosts: readonly string[], now: number, publicKey: KeyObject): TBSCertificate {
  const { AsnConvert, OctetString, x509 } = libraries();
  const name = new x509.Name([new x509.RelativeDistinguishedName([
    new x509.AttributeTypeAndValue({ type: COMMON_NAME, value: new x509.AttributeValue({ utf8String: 'rehearsal' }) }),
  ])]);
  const names = new x509.SubjectAlternativeName(hosts.map(dNSName => new x509.GeneralName({ dNSName })));
  return new x509.TBSCertificate({
    version: x509.Version.v3,
    serialNumber: bufferOf(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    issuer: name,
    validity: new x509.Validity({ notBefore: new Date(now - DAY), notAfter: new Date(now + DAY) }),
    subject: name,
    subjectPublicKeyInfo: AsnConvert.parse(publicKey.export({ type: 'spki', format: 'der' }), x509.SubjectPublicKeyInfo),
    extensions: new x509.Extensions([
      new x509.Extension({ extnID: x509.id_ce_subjectAltName, extnValue: new OctetString(AsnConvert.serialize(names)) }),
    ]),
  });
}

/** The bytes alone: a buffer of Node.js may be a part of a larger one. */
function bufferOf(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function pem(bytes: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`;
}
