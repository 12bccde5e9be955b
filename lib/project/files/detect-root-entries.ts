import { Findings, listed } from '../findings';
import { ProjectError } from '../project-error';
import { RootEntry } from '../root-entry';
import { isNeverAllowed } from './never-allowed';
import { ProjectFiles } from './project-files';

/**
 * Lists what lies at the top of the project and may enter an image.
 */
export function detectRootEntries(files: ProjectFiles, override: readonly RootEntry[] | undefined, findings: Findings): RootEntry[] {
  const entries = override?.map(checked)
    ?? files.list('').filter(name => !isNeverAllowed(name)).map(name => ({ name, directory: files.kind(name) === 'directory' }));
  const sorted = [...entries].sort((a, b) => a.name < b.name ? -1 : 1);
  const text = listed(sorted.map(({ name, directory }) => directory ? `${name}/` : name));
  findings.decide('rootEntries', text, override ? 'props: rootEntries' : files.onDisk ? 'directory' : 'default', 'secrets, histories and what is installed elsewhere are left out');
  return sorted;
}

function checked(entry: RootEntry): RootEntry {
  if (entry.name === '' || entry.name.includes('/') || ['.', '..'].includes(entry.name)) {
    throw new ProjectError(`a root entry must be a name without a slash, got ${JSON.stringify(entry.name)}: change the prop rootEntries`);
  }
  return { name: entry.name, directory: entry.directory };
}
