import { readFileSync } from 'fs';

/** A socket that takes connections. */
export interface Listener {
  readonly port: number;
  /** True if it can be reached from inside the container alone. */
  readonly loopback: boolean;
}

const LISTEN = '0A';
/** 127.0.0.0/8, ::1 and 127.0.0.0/8 as an address of IPv6, as the kernel writes them: in words of four bytes, the last byte first. */
const LOOPBACK = [/^[0-9A-F]{6}7F$/, /^0{24}01000000$/, /^0{16}FFFF0000[0-9A-F]{6}7F$/];

/** The sockets in the text of /proc/net/tcp or /proc/net/tcp6 that listen. */
export function parseListeners(text: string): Listener[] {
  return text.split('\n').slice(1).flatMap(line => {
    const [, local, , state] = line.trim().split(/\s+/);
    if (state !== LISTEN) return [];
    const [address, port] = local.split(':');
    return [{ port: parseInt(port, 16), loopback: LOOPBACK.some(pattern => pattern.test(address)) }];
  });
}

/** All that listens here. A step of a build without a network has a network of its own, so nothing else is there but what was there before. */
export function listeners(except: readonly number[]): Listener[] {
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(file => {
    try {
      return parseListeners(readFileSync(file, 'latin1'));
    } catch {
      return [];
    }
  }).filter(({ port }) => !except.includes(port));
}
