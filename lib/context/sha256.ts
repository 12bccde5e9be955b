import { createHash } from 'crypto';

/** The SHA-256 of a content, in hexadecimal digits. */
export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The tag of what this stands for: as many digits of its hash as tell any two contents apart. */
export function contentTagOf(content: unknown): string {
  return sha256(JSON.stringify(content)).slice(0, 32);
}
