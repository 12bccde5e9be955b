/** Which repositories keep their tags, by their names with the host in front, and the patterns of tags that move all the same. */
export interface Immutable {
  readonly [repository: string]: { readonly except: readonly string[] };
}

/** True if a tag of a repository cannot be moved. In a pattern `*` is any text. */
export function isImmutable(immutable: Immutable, repository: string, tag: string): boolean {
  const rule = Object.hasOwn(immutable, repository) ? immutable[repository] : undefined;
  return rule !== undefined && !rule.except.some(pattern => matches(pattern, tag));
}

function matches(pattern: string, tag: string): boolean {
  return new RegExp(`^${pattern.split('*').map(part => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&')).join('.*')}$`).test(tag);
}
