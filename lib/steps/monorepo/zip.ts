import { deflateRawSync } from 'zlib';
import { StepFailure } from '../step';

/** Most bytes that the format has room for. */
const MOST_BYTES = 2 ** 32 - 1;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  // eslint-disable-next-line no-bitwise -- the checksum is defined by bits
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ value >>> 1 : value >>> 1;
  return value;
});

/**
 * An archive with one file, which is what CodeBuild takes from S3. The same content gives the same bytes.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zipOf(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const file = Buffer.from(name);
  if (Math.max(content.length, packed.length) + 200 > MOST_BYTES) {
    throw new StepFailure(`${name} has ${content.length} bytes, and CodeBuild takes archives of less than 4 GiB`);
  }
  // version, flags (names are UTF-8), method (deflated), time and date of 1980-01-01, checksum and sizes
  const sizes = [[checksum(content), 4], [packed.length, 4], [content.length, 4], [file.length, 2], [0, 2]] as const;
  const shared = numbers([20, 2], [0x800, 2], [8, 2], [0, 2], [0x21, 2], ...sizes);
  const local = Buffer.concat([numbers([0x04034b50, 4]), shared, file, packed]);
  const directory = Buffer.concat([numbers([0x02014b50, 4], [20, 2]), shared, numbers([0, 2], [0, 2], [0, 2], [0, 4], [0, 4]), file]);
  const end = numbers([0x06054b50, 4], [0, 2], [0, 2], [1, 2], [1, 2], [directory.length, 4], [local.length, 4], [0, 2]);
  return Buffer.concat([local, directory, end]);
}

function numbers(...values: readonly (readonly [number, 2 | 4])[]): Buffer {
  return Buffer.concat(values.map(([value, bytes]) => {
    const buffer = Buffer.alloc(bytes);
    buffer.writeUIntLE(value, 0, bytes);
    return buffer;
  }));
}

function checksum(content: Buffer): number {
  let value = 0xffffffff;
  /* eslint-disable no-bitwise -- the checksum is defined by bits */
  for (const byte of content) value = TABLE[(value ^ byte) & 0xff] ^ value >>> 8;
  return (value ^ 0xffffffff) >>> 0;
  /* eslint-enable no-bitwise */
}
