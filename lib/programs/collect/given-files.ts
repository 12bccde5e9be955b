import { Collection } from './collection';
import { Given } from './given';
import { isWithin } from './paths';
import { isProgram } from './programs';
import { Reason, reasonsOf } from './reasons';
import { serverData } from './server-data';
import { isFileServer, Started } from './started';
import { TraceFiles } from './trace';
import { Tree } from './tree';

/** Why a file stays that a prop names. */
export const INCLUDED = 'the prop "includeFiles" names it';

export const isIncluded = (path: string, { included }: Given) => included.some(each => isWithin(each, path));

/** The release of a server that is known to read nothing but what is given, and what is loaded before it. */
export async function collectGiven(tree: Tree, given: Given, only: readonly string[], started: Started, trace: TraceFiles): Promise<Collection> {
  const wanted = [...only, ...given.optional];
  const reasons = reasonsOf(tree, { ...given, units: [{ directory: '', loaded: [] }] }, { compiled: new Set(), unshown: new Set(), copied: new Set() });
  const isWanted = (path: string) => [...wanted, ...given.linked].some(directory => isWithin(directory, path));
  // what the user names is taken as it is, with tests in it
  const isUnread = (reason: Reason | undefined) => reason !== undefined && (given.complete ? ['unwanted', 'memory'] : ['tests', 'unwanted', 'memory']).includes(reason);
  const isTaken = (path: string) => given.whole.some(whole => isWithin(whole.path, path));
  const followed = given.complete ? started.files : started.preloaded;
  const { files } = await trace(followed.filter(path => isProgram(path, tree)));
  const read = [...new Set([...followed, ...files.keys()])].filter(path => tree.entries.has(path) && !isTaken(path));
  const lacking = given.complete ? read.filter(path => !isWanted(path)) : [];
  const isServer = !given.complete && given.whole.length > 0;
  const evidence = new Map([
    ...[...tree.entries.keys()].filter(path => isIncluded(path, given)).map(path => [path, INCLUDED] as const),
    ...isServer ? serverData(tree, given, reasons) : [],
    ...given.complete ? [] : read.filter(path => !isWanted(path)).map(path => [path, 'it is loaded before the server'] as const),
  ]);
  const left = new Map<string, Reason | 'unread'>();
  for (const path of tree.entries.keys()) {
    const reason = reasons.get(path);
    const named = only.includes(path) || given.optional.includes(path) || evidence.has(path);
    if (named || (isWanted(path) && !isUnread(reason))) continue;
    if (!isTaken(path)) left.set(path, reason ?? 'unread');
  }
  const notes = lacking.length > 0
    ? [`WARNING: the start loads or opens ${lacking.slice(0, 5).join(', ')}, which the prop "releaseFiles" does not name`]
    : [];
  return { kept: [...tree.entries.keys()].filter(path => !left.has(path) && (isWanted(path) || evidence.has(path))), left, evidence, notes };
}

/** Collection of the package that starts, and what is found out of the others. */
export function joined(own: Collection, rest: Collection, others: Given['units']): Collection {
  const isOther = (path: string) => others.some(({ directory }) => isWithin(directory, path));
  const kept = [...own.kept, ...rest.kept.filter(path => isOther(path) && !own.kept.includes(path))];
  return {
    kept,
    left: new Map([...[...own.left].filter(([path]) => !isOther(path)), ...[...rest.left].filter(([path]) => isOther(path))]),
    evidence: new Map([...own.evidence, ...rest.evidence]),
    notes: [...own.notes, ...rest.notes],
  };
}

/** The directories that a server of files serves; undefined if something else starts. */
export function servedFiles({ programs, directories, files, preloads }: Started, directory: string): readonly string[] | undefined {
  const serves = programs.length > 0 && programs.every(isFileServer) && directories.length > 0 && files.length === 0 && preloads.length === 0;
  return serves ? [...['package.json', 'serve.json'].map(name => directory === '' ? name : `${directory}/${name}`), ...directories] : undefined;
}
