import { INIT_BINARIES } from '../../lib/image/init/init-binaries';

/** ELF's numbers of the machines, by TARGETARCH. */
const MACHINES: Record<string, number> = { amd64: 62, arm64: 183 };

const ET_EXEC = 2;
const PT_LOAD = 1;
const PT_GNU_STACK = 0x6474e551;
const READ_EXECUTE = 5;
const READ_WRITE = 6;

const binary = (arch: string) => Buffer.from(INIT_BINARIES[arch], 'base64');

function programHeaders(elf: Buffer) {
  const start = Number(elf.readBigUInt64LE(32));
  const size = elf.readUInt16LE(54);
  return Array.from({ length: elf.readUInt16LE(56) }, (_, index) => {
    const at = start + index * size;
    return { type: elf.readUInt32LE(at), flags: elf.readUInt32LE(at + 4) };
  });
}

test('there is one for each platform that we build for', () => {
  expect(Object.keys(INIT_BINARIES).sort()).toEqual(Object.keys(MACHINES));
});

describe.each(Object.keys(MACHINES))('the init for %s', (arch) => {
  const elf = binary(arch);

  test('is an executable of that machine', () => {
    expect(elf.subarray(0, 7)).toEqual(Buffer.from('\x7fELF\x02\x01\x01', 'latin1')); // 64 bits, little endian
    expect(elf.readUInt16LE(16)).toBe(ET_EXEC);
    expect(elf.readUInt16LE(18)).toBe(MACHINES[arch]);
  });

  // No PT_INTERP and no PT_DYNAMIC: it needs no loader and no library. No segment is writable code.
  test('is static, with one segment and a stack that is not executable', () => {
    expect(programHeaders(elf)).toEqual([
      { type: PT_LOAD, flags: READ_EXECUTE },
      { type: PT_GNU_STACK, flags: READ_WRITE },
    ]);
  });

  test('is smaller than 2 KB', () => {
    expect(elf.length).toBeLessThan(2048);
  });
});
