import { Findings, listed } from '../model/findings';
import { ProjectError } from '../model/project-error';
import { RootEntry } from '../model/root-entry';
import { mayEnter } from './never-allowed';
import { ProjectFiles } from './project-files';

/**
 * Lists what lies at the top of the project and may enter an image.
 *
 * @param written what an install script may write there
 */
export function detectRootEntries(
  files: ProjectFiles,
  override: readonly RootEntry[] | undefined,
  findings: Findings,
  written: readonly string[] = [],
): RootEntry[] {
  const listing = files.list('');
  const entries = override?.map(checked) ?? [
    ...listing.map(name => ({ name, directory: files.kind(name) === 'directory' })).filter(({ name, directory }) => !directory || holdsFile(files, name)),
    ...written.filter(name => !listing.includes(name)).map(name => ({ name, directory: true })),
  ].filter(({ name }) => mayEnter(files, name));
  const sorted = [...entries].sort((a, b) => a.name < b.name ? -1 : 1);
  const text = listed(sorted.map(({ name, directory }) => directory ? `${name}/` : name));
  findings.decide('rootEntries', text, override ? 'props: rootEntries' : files.onDisk ? 'directory' : 'default', 'secrets, histories and what is installed elsewhere are left out');
  return sorted;
}

/**
 * The directories that an install script may write at the top, because what it does is not known: the ones that git
 * ignores by name, and the one that the file lies in which is started.
 */
export function writtenByInstall(files: ProjectFiles, entry: string | undefined): string[] {
  const ignored = (files.kind('.gitignore') === 'file' ? files.text('.gitignore') ?? '' : '').split(/\r?\n/)
    .flatMap(line => /^\/?([\w@-][\w@.-]*)\/?\s*$/.exec(line)?.[1] ?? [])
    .filter(name => !FOR_PEOPLE.test(name));
  const started = entry?.includes('/') ? [entry.split('/')[0]] : [];
  return [...new Set([...ignored, ...started])];
}

/** Names of files that git ignores because tools for those who work on the project write them. */
const FOR_PEOPLE = /^(node_modules|bower_components|coverage|logs?|te?mp|.*\.(log|tgz|swp|tsbuildinfo|pid|bak)|Thumbs\.db|jspm_packages|lib-cov|build-report)$/i;

/** Neither git nor a build context has a directory without files. */
function holdsFile(files: ProjectFiles, directory: string, depth = 0): boolean {
  const paths = files.list(directory).map(name => `${directory}/${name}`);
  return depth > 20 || paths.some(path => files.kind(path) !== 'directory') || paths.some(path => holdsFile(files, path, depth + 1));
}

function checked(entry: RootEntry): RootEntry {
  if (entry.name === '' || entry.name.includes('/') || ['.', '..'].includes(entry.name)) {
    throw new ProjectError(`a root entry must be a name without a slash, received ${JSON.stringify(entry.name)}: change the prop rootEntries`);
  }
  return { name: entry.name, directory: entry.directory };
}
