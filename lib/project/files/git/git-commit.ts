import * as fs from 'fs';
import * as path from 'path';
import { ProjectError } from '../../model/project-error';
import { findGitDirectories, GitDirectories, isWhole, readText } from './git-directories';

/** As deep as git itself follows refs that name other refs. */
const MOST_REFS = 5;

/**
 * The commit that is checked out in the git repository that a directory lies in, in full: 40 hexadecimal digits, or 64
 * where the repository uses SHA-256.
 *
 * It is read from the files of the repository: git need not be installed, and no environment variable changes what is
 * read. Whether files were changed since the commit cannot be told in this way.
 *
 * @param directory the directory of the project
 * @param requestedBy what asked for the commit, for messages, such as the prop to change
 * @throws an error that names `requestedBy` if there is no repository, it has no commit yet, or it cannot be read
 */
export function readGitCommit(directory: string, requestedBy: string): string {
  const repository = findRepository(directory, requestedBy);
  let value = readLine(repository.own, 'HEAD');
  for (let depth = 0; value?.startsWith('ref:'); depth++) {
    const name = value.slice('ref:'.length).trim();
    requirePlainRef(name, repository, requestedBy);
    if (depth === MOST_REFS) {
      throw new ProjectError(`${requestedBy}: HEAD of ${repository.own} names a ref that names others without end, at last ${JSON.stringify(name)}`);
    }
    value = readRef(repository, name);
    if (value === undefined) {
      throw new ProjectError(`${requestedBy}: the git repository ${repository.shared} has no commit yet on ${JSON.stringify(name)}; commit first, or use another tag`);
    }
  }
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value ?? '')) {
    throw new ProjectError(`${requestedBy}: what is checked out must be a commit of 40 or 64 hexadecimal digits, received ${JSON.stringify((value ?? '').slice(0, 100))} from ${repository.own}`);
  }
  return value!;
}

/** The repository of the nearest directory, upwards, that holds one. */
function findRepository(directory: string, requestedBy: string): GitDirectories {
  const found = findGitDirectories(realPath(directory));
  if (found === undefined) {
    throw new ProjectError(`${requestedBy}: no directory from ${directory} upwards holds a git repository (.git); a source without its history, `
      + 'such as an archive, has none: use another tag');
  }
  if (!isWhole(found)) {
    throw new ProjectError(`${requestedBy}: ${found.file} must name the directory of a git repository ("gitdir: <path>"), received ${JSON.stringify(found.text)}`);
  }
  return found;
}

/** Content of a ref: a commit, or another ref. */
function readRef(repository: GitDirectories, name: string): string | undefined {
  return readLine(repository.own, name) ?? readLine(repository.shared, name) ?? readPackedRef(repository, name);
}

/** Each line of the file is a commit, a space and the name of a ref, besides comments (`#`) and what tags point to (`^`). */
function readPackedRef(repository: GitDirectories, name: string): string | undefined {
  const line = (readText(repository.shared, 'packed-refs') ?? '').split('\n').find(text => text.trimEnd().endsWith(` ${name}`) && /^[0-9a-f]/.test(text));
  return line?.split(' ')[0];
}

/** A name leads to a file, so it must not lead out of the repository. */
function requirePlainRef(name: string, repository: GitDirectories, requestedBy: string): void {
  if (fs.existsSync(path.join(repository.shared, 'reftable'))) {
    throw new ProjectError(`${requestedBy}: the git repository ${repository.shared} keeps its refs as "reftable", which is not read here; use another tag, or run `
      + '"git refs migrate --ref-format=files"');
  }
  if (!name.startsWith('refs/') || name.split('/').some(part => part === '' || part.startsWith('.')) || name.includes('\0')) {
    throw new ProjectError(`${requestedBy}: HEAD of ${repository.own} must name a commit or a ref below "refs/", received ${JSON.stringify(name)}`);
  }
}

function readLine(directory: string, name: string): string | undefined {
  return readText(directory, name)?.trim();
}

function realPath(directory: string): string {
  return fs.existsSync(directory) ? fs.realpathSync(directory) : path.resolve(directory);
}
