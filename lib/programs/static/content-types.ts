import { extname } from 'path';

/** The types of what front ends are made of; `send` brings those of a thousand more, which would be most of this program. */
const TYPES: Readonly<Record<string, string>> = {
  '.atom': 'application/atom+xml', '.glb': 'model/gltf-binary', '.gltf': 'model/gltf+json', '.ics': 'text/calendar', '.m3u8': 'application/vnd.apple.mpegurl',
  '.mov': 'video/quicktime', '.rss': 'application/rss+xml', '.ts': 'video/mp2t', '.vtt': 'text/vtt', '.xhtml': 'application/xhtml+xml', '.xsl': 'text/xsl',
  '.xslt': 'application/xslt+xml', '.yaml': 'application/yaml', '.yml': 'application/yaml',
  '.avif': 'image/avif', '.css': 'text/css', '.csv': 'text/csv', '.eot': 'application/vnd.ms-fontobject', '.gif': 'image/gif', '.htm': 'text/html',
  '.html': 'text/html', '.ico': 'image/x-icon', '.jpeg': 'image/jpeg', '.jpg': 'image/jpeg', '.js': 'text/javascript', '.json': 'application/json',
  '.m4a': 'audio/mp4', '.map': 'application/json', '.md': 'text/markdown', '.mjs': 'text/javascript', '.mp3': 'audio/mpeg', '.mp4': 'video/mp4',
  '.ogg': 'audio/ogg', '.otf': 'font/otf', '.pdf': 'application/pdf', '.png': 'image/png', '.svg': 'image/svg+xml', '.ttf': 'font/ttf',
  '.txt': 'text/plain', '.wasm': 'application/wasm', '.wav': 'audio/wav', '.webm': 'video/webm', '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp', '.woff': 'font/woff', '.woff2': 'font/woff2', '.xml': 'application/xml', '.zip': 'application/zip',
};

const TEXT = /^text\/|json|javascript|xml|yaml|mpegurl/;

/** True if a file is text, which gets smaller when it is compressed. */
export function isText(path: string): boolean {
  return TEXT.test(typeOf(path));
}

/** Value of the header `content-type` for a file. */
export function contentTypeOf(path: string): string {
  const type = typeOf(path);
  return TEXT.test(type) ? `${type}; charset=utf-8` : type;
}

/** True if a name ends as that of a file does which front ends load; `jane@example.com` and `react@18.2.0` do not. */
export function hasType(path: string): boolean {
  return TYPES[extname(path).toLowerCase()] !== undefined;
}

function typeOf(path: string): string {
  return TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream';
}
