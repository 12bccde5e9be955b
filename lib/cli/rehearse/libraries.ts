import type { p256 } from '@noble/curves/nist';
import type { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import type * as x509 from '@peculiar/asn1-x509';
import type { zipSync } from 'fflate';
import type jsonata from 'jsonata';

/** Libraries that only a rehearsal needs, in one bundle: installed, they would be twenty times as large. */
export interface Libraries {
  readonly zipSync: typeof zipSync;
  readonly p256: typeof p256;
  readonly AsnConvert: typeof AsnConvert;
  readonly OctetString: typeof OctetString;
  readonly x509: typeof x509;
  readonly jsonata: typeof jsonata;
}

/** The libraries, loaded when they are first asked for. */
export function libraries(): Libraries {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it is a bundle, made of what the types above are of
  return require('../bundle/libraries') as Libraries;
}
