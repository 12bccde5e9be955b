import * as fs from 'fs';
import * as path from 'path';

/** The table of CRC-32, as the format has it. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  // eslint-disable-next-line no-bitwise -- the checksum is defined by bits
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ value >>> 1 : value >>> 1;
  return value;
});

/**
 * Packed directory of an asset, as its deployment puts it into a bucket. Nothing is compressed: it is read on this machine.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zipOfDirectory(directory: string): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const file of filesIn(directory)) {
    const content = fs.readFileSync(path.join(directory, file));
    const name = Buffer.from(file);
    const mode = fs.statSync(path.join(directory, file)).mode;
    // version, flags (names are UTF-8), method (stored), time and date of 1980-01-01, checksum, sizes, length of the name, of what is beside it
    const sizes = [[checksum(content), 4], [content.length, 4], [content.length, 4], [name.length, 2], [0, 2]] as const;
    const shared = numbers([20, 2], [0x800, 2], [0, 2], [0, 2], [0x21, 2], ...sizes);
    const local = Buffer.concat([numbers([0x04034b50, 4]), shared, name, content]);
    // made on Unix, so that the upper half of the attributes is the mode
    entries.push(Buffer.concat([numbers([0x02014b50, 4], [0x314, 2]), shared, numbers([0, 2], [0, 2], [0, 2], [mode, 4, 16], [offset, 4]), name]));
    locals.push(local);
    offset += local.length;
  }
  const directoryOfFiles = Buffer.concat(entries);
  const end = numbers([0x06054b50, 4], [0, 2], [0, 2], [entries.length, 2], [entries.length, 2], [directoryOfFiles.length, 4], [offset, 4], [0, 2]);
  return Buffer.concat([...locals, directoryOfFiles, end]);
}

function filesIn(directory: string, below = ''): string[] {
  return fs.readdirSync(path.join(directory, below), { withFileTypes: true }).sort((a, b) => a.name < b.name ? -1 : 1).flatMap(entry => {
    const file = below === '' ? entry.name : `${below}/${entry.name}`;
    return fs.statSync(path.join(directory, file)).isDirectory() ? filesIn(directory, file) : [file];
  });
}

function numbers(...values: ReadonlyArray<readonly [number, 2 | 4, number?]>): Buffer {
  return Buffer.concat(values.map(([value, bytes, shift = 0]) => {
    const buffer = Buffer.alloc(bytes);
    buffer.writeUIntLE((value * 2 ** shift) % 2 ** (8 * bytes), 0, bytes);
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
