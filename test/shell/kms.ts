import { execFileSync, spawnSync } from 'child_process';
import { createPublicKey } from 'crypto';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

/**
 * Stands for KMS, by OpenSSL: the key of an ARN is the file of its last part in a directory. The emulator hashes what it is told
 * to be a hash already, and so signs something else.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html#KMS-Sign-request-MessageType
 * @returns undefined where a signature is not one by the key.
 */
export function kmsAnswer(keys: string, operation: string, { KeyId, Message, MessageType, SigningAlgorithm, Signature }: any): any {
  const file = path.join(keys, `${KeyId.split('/').at(-1)}.pem`);
  if (operation === 'GetPublicKey') {
    const key = createPublicKey(fs.readFileSync(file));
    return { KeySpec: key.asymmetricKeyType === 'rsa' ? 'RSA_2048' : 'ECC_NIST_P256', PublicKey: new Uint8Array(key.export({ type: 'spki', format: 'der' })) };
  }
  if (operation === 'DescribeKey') {
    return { KeyMetadata: { KeyId: KeyId.split('/').at(-1), Arn: KeyId, Enabled: true, KeyUsage: 'SIGN_VERIFY', KeySpec: 'ECC_NIST_P256', SigningAlgorithms: ['ECDSA_SHA_256'] } };
  }
  if (MessageType !== 'DIGEST' || SigningAlgorithm !== 'ECDSA_SHA_256' || Message.length !== 32) {
    throw new Error(`only digests are signed here, received ${JSON.stringify({ MessageType, SigningAlgorithm, length: Message.length })}`);
  }
  if (operation === 'Sign') {
    return { Signature: new Uint8Array(execFileSync('openssl', ['pkeyutl', '-sign', '-inkey', file], { input: Message })) };
  }
  return isSignature(file, Message, Signature) ? { SignatureValid: true } : undefined;
}

function isSignature(key: string, message: Uint8Array, signature: Uint8Array): boolean {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'kms-'));
  try {
    fs.writeFileSync(path.join(directory, 'signature'), signature);
    return spawnSync('openssl', ['pkeyutl', '-verify', '-inkey', key, '-sigfile', path.join(directory, 'signature')], { input: message }).status === 0;
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}
