/** Bytes of a page that are read: what it loads first stands at its beginning, or at its end. */
export const LARGEST_PAGE = 4 * 1024 * 1024;

/** The beginning of a comment, or of a tag that names what a page loads, or what it takes its names relative to. */
const BEGINNING = /<(?:!--|(script|link|base|style|textarea|template)(?=[\s/>]))/gi;

/** Elements whose content is no markup of the page. */
const RAW = /^(script|style|textarea|template)$/;

/** Kinds of links without which a page is not what it should be. */
const LOADS = /(^|\s)(stylesheet|modulepreload)(\s|$)/i;

/** A name that says which site it is of does not matter: only who asks knows the real one. */
const ORIGIN = 'http://site.invalid';

/**
 * The paths of the scripts and style sheets that a page loads from where it comes from itself, as a browser asks for them.
 *
 * @param page the path of the page
 */
export function assetsOf(html: string, page: string): string[] {
  const found = new Set<string>();
  let base = new URL(page, ORIGIN);
  let based = false;
  const beginning = new RegExp(BEGINNING);
  for (let match = beginning.exec(html); match; match = beginning.exec(html)) {
    const [, name] = match;
    const from = beginning.lastIndex;
    const end = name === undefined ? html.indexOf('-->', from) : endOfTag(html, from);
    // what nothing ends goes on to the end of the page
    if (end === -1) break;
    beginning.lastIndex = end;
    if (name === undefined) continue;
    const attributes = html.slice(from, end);
    const tag = name.toLowerCase();
    const target = attributeOf(attributes, tag === 'script' ? 'src' : 'href');
    const loads = tag === 'script' || (tag === 'link' && LOADS.test(attributeOf(attributes, 'rel') ?? ''));
    const url = target === undefined ? undefined : urlOf(target, base);
    if (tag === 'base' && !based && url) [base, based] = [url, true];
    else if (loads && url?.origin === ORIGIN && target !== '') found.add(decoded(url.pathname));
    if (RAW.test(tag)) beginning.lastIndex = endOf(html, tag, end);
  }
  return [...found];
}

function urlOf(target: string, base: URL): URL | undefined {
  try {
    return new URL(target, base);
  } catch {
    return undefined;
  }
}

function attributeOf(attributes: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|[\\s"'/])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes);
  return (match?.[1] ?? match?.[2] ?? match?.[3])?.trim().replace(/&amp;/g, '&');
}

/** Index of what closes a tag, which is not in quotes; -1 where nothing does. */
function endOfTag(html: string, from: number): number {
  let quote = '';
  for (let at = from; at < html.length; at += 1) {
    const letter = html[at];
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === '>') return at;
    else if (letter === '"' || letter === "'") quote = letter;
  }
  return -1;
}

/** Index behind the content of an element. */
function endOf(html: string, tag: string, from: number): number {
  const end = new RegExp(`</${tag}\\b`, 'gi');
  end.lastIndex = from;
  return end.exec(html)?.index ?? html.length;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
