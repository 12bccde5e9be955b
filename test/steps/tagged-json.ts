/** JSON that also holds bytes and dates, which calls of AWS are made of: `{"$bytes": BASE64}` and `{"$date": ISO}`. */
export function toTagged(value: unknown): string {
  return JSON.stringify(value ?? {}, function (this: any, key, given) {
    const itself = this[key];
    if (itself instanceof Uint8Array) return { $bytes: Buffer.from(itself).toString('base64') };
    return itself instanceof Date ? { $date: itself.toISOString() } : given;
  });
}

/** What `toTagged` wrote. */
export function fromTagged(text: string): any {
  return JSON.parse(text, (_, value) => {
    if (typeof value?.$bytes === 'string') return new Uint8Array(Buffer.from(value.$bytes, 'base64'));
    return typeof value?.$date === 'string' ? new Date(value.$date) : value;
  });
}
