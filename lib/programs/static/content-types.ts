import { extname } from 'path';

/** The types of what front ends are made of; `send` brings those of a thousand more, which would be most of this program. */
const TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif', '.css': 'text/css', '.csv': 'text/csv', '.eot': 'application/vnd.ms-fontobject', '.gif': 'image/gif', '.htm': 'text/html',
  '.html': 'text/html', '.ico': 'image/x-icon', '.jpeg': 'image/jpeg', '.jpg': 'image/jpeg', '.js': 'text/javascript', '.json': 'application/json',
  '.m4a': 'audio/mp4', '.map': 'application/json', '.md': 'text/markdown', '.mjs': 'text/javascript', '.mp3': 'audio/mpeg', '.mp4': 'video/mp4',
  '.ogg': 'audio/ogg', '.otf': 'font/otf', '.pdf': 'application/pdf', '.png': 'image/png', '.svg': 'image/svg+xml', '.ttf': 'font/ttf',
  '.txt': 'text/plain', '.wasm': 'application/wasm', '.wav': 'audio/wav', '.webm': 'video/webm', '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp', '.woff': 'font/woff', '.woff2': 'font/woff2', '.xml': 'application/xml', '.zip': 'application/zip',
};

const TEXT = /^text\/|json|javascript|xml/;

/** True if a file is text, which gets smaller when it is compressed. */
export function isText(path: string): boolean {
  return TEXT.test(typeOf(path));
}

/** Value of the header `content-type` for a file. */
export function contentTypeOf(path: string): string {
  const type = typeOf(path);
  return TEXT.test(type) ? `${type}; charset=utf-8` : type;
}

function typeOf(path: string): string {
  return TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream';
}
