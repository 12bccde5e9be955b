import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { CommandError } from '../../exit-code';

/** Sources of a push, as they would be if this directory were pushed now. */
export interface Sources {
  readonly directory: string;
  /** The commit that they are, or would be on top of; zeros where there is none. */
  readonly commit: string;
  /** How they are told of. */
  readonly text: string;
}

/** Names of what is never pushed, where no git says what is. */
const NEVER_PUSHED = ['.git', 'node_modules', 'cdk.out'];

/** Files that test runners find by themselves. */
const TEST_FILE = /(?:^|\/)(?:(?:tests?|__tests__|spec)\/(?:.*\/)?[^/]+|[^/]+[.-](?:test|spec)|test)\.[cm]?[jt]sx?$/;

/** Line at the end of a test that `--fault test` breaks: no runner takes it for passed. */
const BROKEN = '\nthrow Error(\'broken by cdk-nodejs-image rehearse --fault test\');\n';

/** Copies what a push of a directory would bring: what git knows or would add, as it is on disk; without git, all but packages. */
export function copySources(directory: string, target: string): Sources {
  const files = git(directory, 'ls-files', '--cached', '--others', '--exclude-standard', '-z')?.split('\0').filter(Boolean);
  if (files === undefined) {
    fs.cpSync(directory, target, { recursive: true, verbatimSymlinks: true, filter: source => !NEVER_PUSHED.includes(path.basename(source)) });
    return { directory: target, commit: '0'.repeat(40), text: `${shown(directory)}, which is in no repository of git` };
  }
  for (const file of files) {
    const [from, to] = [path.join(directory, file), path.join(target, file)];
    const stat = fs.lstatSync(from, { throwIfNoEntry: false });
    if (!stat || stat.isDirectory()) continue; // deleted, or a submodule
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.cpSync(from, to, { verbatimSymlinks: true });
  }
  const commit = git(directory, 'rev-parse', 'HEAD')?.trim() ?? '0'.repeat(40);
  const changed = git(directory, 'status', '--porcelain', '--', '.') !== '';
  return { directory: target, commit, text: `${shown(directory)} at ${commit.slice(0, 12)}${changed ? ', with what is not committed' : ''}` };
}

/**
 * Breaks a test of the sources.
 *
 * @param below Directories of images, of which one has the test; it lies anywhere where none is given.
 * @returns The file.
 * @throws CommandError if there is no test
 */
export function breakTest(directory: string, below: readonly string[] = []): string {
  const places = below.length > 0 ? below : [''];
  const files = filesIn(directory).filter(name => places.some(place => place === '' || name.startsWith(`${place}/`)));
  const file = files.filter(name => TEST_FILE.test(name) && !name.endsWith('.d.ts')).sort(byPlainness)[0];
  if (file === undefined) {
    const where = [directory, ...below.length > 0 ? [below.join(', ')] : []].join(', below ');
    throw new CommandError(`--fault test finds no file with tests in ${where}: it looks for *.test.*, *.spec.*, test/ and __tests__/`);
  }
  fs.appendFileSync(path.join(directory, file), BROKEN);
  return file;
}

/** One that is named after tests before one that only lies among them, which may be a helper. */
function byPlainness(a: string, b: string): number {
  const named = (file: string) => Number(!/[.-](?:test|spec)\.[cm]?[jt]sx?$/.test(file));
  return named(a) - named(b) || (a < b ? -1 : 1);
}

function filesIn(directory: string, below = ''): string[] {
  return fs.readdirSync(path.join(directory, below), { withFileTypes: true }).flatMap(entry => {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(directory, name);
    return entry.isFile() ? [name] : [];
  });
}

/** A directory as it is called from here. */
function shown(directory: string): string {
  return path.relative('', directory) || '.';
}

function git(directory: string, ...words: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', ['-C', directory, ...words], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return status === 0 ? stdout : undefined;
}
