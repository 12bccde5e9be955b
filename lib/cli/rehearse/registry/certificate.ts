import { generateKeyPairSync, randomBytes, sign } from 'crypto';
import { Asn1, der, identifier } from './der';

const ECDSA_WITH_SHA256 = der(Asn1.SEQUENCE, identifier('1.2.840.10045.4.3.2'));
const COMMON_NAME = '2.5.4.3';
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
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
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const name = der(Asn1.SEQUENCE, der(Asn1.SET, der(Asn1.SEQUENCE, identifier(COMMON_NAME), der(Asn1.UTF8_STRING, Buffer.from('rehearsal')))));
  const names = der(Asn1.SEQUENCE, ...hosts.map(host => der(0x82, Buffer.from(host))));
  const content = der(Asn1.SEQUENCE,
    der(0xa0, der(Asn1.INTEGER, Buffer.of(2))), // version 3
    der(Asn1.INTEGER, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    name,
    der(Asn1.SEQUENCE, time(now - DAY), time(now + DAY)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(Asn1.SEQUENCE, der(Asn1.SEQUENCE, identifier(SUBJECT_ALTERNATIVE_NAME), der(Asn1.OCTET_STRING, names)))),
  );
  const signature = der(Asn1.BIT_STRING, Buffer.of(0), sign('sha256', content, privateKey));
  return {
    certificate: pem(der(Asn1.SEQUENCE, content, ECDSA_WITH_SHA256, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}

function time(milliseconds: number): Buffer {
  return der(Asn1.UTC_TIME, Buffer.from(new Date(milliseconds).toISOString().replace(/^\d\d|[-:T]|\.\d+/g, '')));
}

function pem(bytes: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`;
}
