import { closeSync, openSync, readSync, statSync } from 'fs';
import { assetsOf, LARGEST_PAGE } from '../shared/page-assets';
import { Site } from './site';

/** Pages that are read to find what the site lies below: one of them names scripts and styles in nearly every site. */
const MOST_PAGES = 50;

/** A path that no page lies at: what it would load from there is named relative to the page. */
const ELSEWHERE = '/-/-/-/-/-/';

/**
 * The path below which the pages of a site ask for its files, where the build was told one, as by `base` of Vite: the files lie at
 * the top all the same.
 */
export class Prefix {
  /** The prefix that pages of a site name; undefined where they name none. */
  public static of(site: Site): Prefix | undefined {
    for (const name of site.pages.slice(0, MOST_PAGES)) {
      const absolute = absoluteAssets(site.file(name)!, `/${name}`);
      const found = absolute.filter(path => site.find(path) !== undefined);
      const prefix = absolute.map(path => prefixOf(path, site)).find(each => each !== undefined);
      if (prefix !== undefined) return new Prefix(prefix, found.length === 0);
      if (found.length > 0) return undefined;
    }
    return undefined;
  }

  /**
   * @param path it begins and ends with a slash
   * @param alone true if the pages have nothing of theirs elsewhere
   */
  private constructor(public readonly path: string, private readonly alone: boolean) {
  }

  /** The path below the prefix; undefined for one elsewhere. */
  public inside(path: string): string | undefined {
    return path.startsWith(this.path) ? path.slice(this.path.length - 1) : undefined;
  }

  /**
   * Where a browser is to ask for a page that it asks for elsewhere; undefined where it may have it as it is.
   *
   * @param url path and query, as they were asked for
   */
  public leads(url: string): string | undefined {
    const below = encodeURI(this.path);
    const bare = below.slice(0, -1);
    return url === bare || url.startsWith(`${bare}?`) ? below + url.slice(bare.length) : this.alone ? bare + url : undefined;
  }
}

/** The scripts and styles that a page names by paths which say all. */
function absoluteAssets(file: string, page: string): string[] {
  const text = beginningOf(file);
  const there = assetsOf(text, ELSEWHERE);
  return assetsOf(text, page).filter(path => there.includes(path));
}

/** The first directories of a path that are not there, where the rest of it is. */
function prefixOf(path: string, site: Site): string | undefined {
  const parts = path.split('/').filter(part => part !== '');
  if (site.file(parts.join('/')) !== undefined) return undefined;
  const count = parts.findIndex((_, index) => index > 0 && site.file(parts.slice(index).join('/')) !== undefined);
  return count === -1 ? undefined : `/${parts.slice(0, count).join('/')}/`;
}

function beginningOf(file: string): string {
  const bytes = Buffer.alloc(Math.min(LARGEST_PAGE, statSync(file).size));
  const descriptor = openSync(file, 'r');
  try {
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(descriptor);
  }
}
