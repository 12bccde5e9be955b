import { EnvironmentUse, judgeAs, once, secretKind, textOf, hardCodedSecret } from '../project/kept-out';
import { ContextEntry, Lacking, LeftOut, Reason } from './context-entry';
import { ContextRules } from './context-rules-of';
import { DeliveryError } from './delivery-error';
import { readOnce } from './disk';
import { Mentions, missable } from './mentions';
import { sha256 } from './sha256';
import { walk, WalkOptions } from './walk';

/** A file of the context with what its content amounts to. */
export interface Content {
  readonly entry: ContextEntry;
  readonly digest: string;
  /** True if a rule for names would leave it out, which what it holds or somebody overruled. */
  readonly letIn: boolean;
}

/**
 * Beginning of what a checkout without Git LFS has in place of a file.
 *
 * @see https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
 */
const POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n/;

/** Files that a directory brings into a build context. */
export interface Contents {
  readonly files: readonly Content[];
  readonly leftOut: readonly LeftOut[];
  readonly mentions: Mentions;
  readonly lacking: readonly Lacking[];
  readonly gitProblem?: string;
  readonly inCheckout: boolean;
}

/** Reads every file that may enter once: its digest, whether it holds a secret, and which names stand in it. */
export function readContents(root: string, options: WalkOptions): Contents {
  const { entries, leftOut, lacking: lackingDirectories, ...checkout } = walk(root, options);
  const mentions = new Mentions([...missable(leftOut), ...entries.filter(({ forPeople }) => forPeople).map(topOf(options.rules))]);
  const out: LeftOut[] = [...leftOut];
  const files: Content[] = [];
  const lacking: Lacking[] = [...lackingDirectories];
  const refusals = new Map<string, string>();
  for (const entry of entries) {
    const content = entry.source === undefined ? undefined : readOnce(entry.path, entry.source);
    const refusal = content && !entry.allowed ? refusalOf(entry, content) : undefined;
    if (refusal !== undefined) refusals.set(entry.path, refusal);
    const secret = content && refusal === undefined && !entry.allowed ? secretOf(entry, content, options.rules) : undefined;
    if (secret !== undefined) {
      out.push({ path: entry.path, directory: false, reason: Reason.SECRET, what: secret });
      continue;
    }
    if (content && POINTER.test(content.toString('latin1', 0, 64))) lacking.push({ path: entry.path, kind: 'pointer' });
    if (content && hasForeignLineEnds(entry.path, content)) lacking.push({ path: entry.path, kind: 'lineEnds' });
    const text = content && !entry.forPeople ? textOf(content) : undefined;
    if (text !== undefined) mentions.look(entry.path, text);
    const letIn = entry.allowed || entry.forPeople || secretKind(entry.path) !== undefined;
    files.push({ entry, digest: content ? once('digest', entry.source!, () => sha256(content)) : entry.link!, letIn });
  }
  const isRead = ({ entry }: Content) => !entry.forPeople || mentions.readerOf(topOf(options.rules)(entry)) !== undefined;
  const read = files.filter(isRead);
  const refused = read.find(({ entry }) => refusals.has(entry.path));
  if (refused) throw new DeliveryError(refusals.get(refused.entry.path)!);
  const unread = new Set(files.filter(file => !isRead(file)).map(({ entry }) => topOf(options.rules)(entry)));
  unread.forEach(path => out.push({ path, directory: false, reason: Reason.FOR_PEOPLE }));
  return { files: read, leftOut: out, mentions, lacking, ...checkout };
}

/** True if a script for a shell has line ends of Windows, which no shell of an image takes for such; Node.js does. */
function hasForeignLineEnds(path: string, content: Buffer): boolean {
  const first = content.toString('latin1', 0, 200).split('\n')[0];
  return first.length < 200 && first.endsWith('\r') && (/\.(ba|da)?sh$/.test(path) || /^#!.*\b(ba|da|a|z|k)?sh\b/.test(first));
}

/** Why a file of a package manager ends the synthesis: without it, an install would do something else and say nothing. */
function refusalOf({ path, source }: ContextEntry, content: Buffer): string | undefined {
  return secretKind(path) ?? secretKind(source!) ? undefined : hardCodedSecret(path, content);
}

/** Kind of secret that a file holds, by its name, that of what a link leads to, and what it holds. */
function secretOf({ path, source }: ContextEntry, content: Buffer, { buildOnly }: ContextRules): string | undefined {
  const kind = secretKind(path) ?? secretKind(source!);
  const { secret, environment } = judgeAs(kind, path, content);
  return secret ?? (environment === EnvironmentUse.PUBLIC && !buildOnly.has(path) ? kind!.what : undefined);
}

/** Files at the top of a package, of something in it. */
function topOf({ packages }: ContextRules) {
  return ({ path }: { readonly path: string }): string => {
    const base = packages.filter(item => item !== '' && path.startsWith(`${item}/`)).sort((a, b) => b.length - a.length)[0];
    return base === undefined ? path.split('/')[0] : `${base}/${path.slice(base.length + 1).split('/')[0]}`;
  };
}
