const ENTITIES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };
const NAMED: { readonly [name: string]: string } = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** Takes colours out of a text, then whatever XML 1.0 cannot hold. */
export function plain(text: string): string {
  return withoutColours(text).replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
}

/** Takes the escape sequences of a terminal out of a text. */
export function withoutColours(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/\x1b\[[0-9;?]*[ -/]*[@-~]/g, '');
}

/** A text as the content of an element or the value of an attribute. */
export function xml(text: string): string {
  return plain(text).replace(/[&<>"\r]/g, character => ENTITIES[character]);
}

/** The text that content or a value of XML stands for; what is no reference stays as it is. */
export function decodeXml(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|(\w+));/gi, (whole: string, decimal?: string, hex?: string, name?: string) =>
    name ? NAMED[name] || whole : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)));
}
