import * as crypto from 'crypto';
import { ignorePattern } from '../dockerfile/pattern';
import { PROJECT_DIRECTORY } from '../image/paths';
import { FinishedFile } from './finished-files';
import { Content, Contents } from './read-contents';

/** Part of a context that every image of the same contents has: it is worked out once, for it takes a look at every file. */
export class SharedContents {
  /** Those of some contents. */
  public static of(contents: Contents): SharedContents {
    const known = SHARED.get(contents) ?? new SharedContents(contents);
    SHARED.set(contents, known);
    return known;
  }

  /** Paths of the files, from where dependencies are installed. */
  public readonly paths: ReadonlySet<string>;
  /** Files of a context. */
  public readonly files: readonly FinishedFile[];
  /** Patterns of what enters though the rules for names would leave it out. */
  public readonly letIn: readonly string[];
  private readonly hash: crypto.Hash;

  private constructor({ files }: Contents) {
    this.paths = new Set(files.map(({ entry }) => entry.path));
    this.files = files.map(finished);
    this.letIn = files.filter(file => file.letIn).map(({ entry }) => ignorePattern(`${PROJECT_DIRECTORY}/${entry.path}`));
    this.hash = crypto.createHash('sha256');
    this.files.forEach(({ name, link, digest, executable }) => add(this.hash, name!, link === undefined ? 'file' : 'link', digest, String(executable)));
  }

  /** Hash of a context of these files, and of what the library writes beside them. */
  public fingerprint(generated: readonly FinishedFile[]): string {
    const hash = this.hash.copy();
    generated.forEach(({ path, digest }) => add(hash, path, 'generated', digest));
    return hash.digest('hex');
  }
}

const SHARED = new WeakMap<Contents, SharedContents>();

function add(hash: crypto.Hash, ...fields: string[]): void {
  hash.update(`${JSON.stringify(fields)}\n`);
}

function finished({ entry: { path: name, source, link, executable }, digest }: Content): FinishedFile {
  return { path: `${PROJECT_DIRECTORY}/${name}`, name, source, link, digest, executable };
}
