import { declaredDependencies, Manifest } from '../../manifest/manifest';
import { LockedPackage } from '../../model/locked-package';
import { ProjectError } from '../../model/project-error';
import { LockfileReading } from '../definition/definition';

/**
 * A specifier that Yarn 1 keeps no entry for, or under a key of another form.
 */
const UNLOCKED = /^(link:|workspace:|file:|portal:)/;

/**
 * Reads `yarn.lock` of Yarn 1.
 *
 * @see https://classic.yarnpkg.com/lang/en/docs/yarn-lock/
 */
export function parseYarnLock(text: string, path: string): LockfileReading {
  const keys = new Set<string>();
  const packages: Writable[] = [];
  let inDependencies = false;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^(<{7}|={7}|>{7}|\|{7})/.test(line)) {
      throw new ProjectError(`${path} holds a merge conflict at line ${index + 1}: resolve it, then run yarn install`);
    }
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (!/^\s/.test(line)) {
      if (!line.endsWith(':')) {
        throw new ProjectError(`${path} is not a lockfile of Yarn: line ${index + 1} is ${JSON.stringify(line.slice(0, 40))}: run yarn install to write it anew`);
      }
      const patterns = (line.slice(0, -1).match(/"[^"]*"|[^,\s][^,]*/g) ?? []).map(pattern => pattern.replace(/^"|"$/g, ''));
      patterns.forEach(pattern => keys.add(pattern));
      const source = patterns.some(pattern => isSource(pattern.slice(nameOf(pattern).length + 1)));
      packages.push({ name: aliased(patterns[0] ?? ''), dependencies: [], source });
      continue;
    }
    const current = packages[packages.length - 1];
    const field = /^ {2}(\w+)(?::| "?([^"\s]+))/.exec(line);
    if (field) inDependencies = field[1] === 'dependencies' || field[1] === 'optionalDependencies';
    if (!current) continue;
    if (field?.[1] === 'version') current.version = field[2];
    if (field?.[1] === 'resolved' && field[2] !== undefined && isSource(field[2])) current.source = true;
    const dependency = inDependencies ? /^ {4}"?([^"\s]+)/.exec(line)?.[1] : undefined;
    if (dependency !== undefined) current.dependencies.push(dependency);
  }
  return {
    format: 'lockfile version 1',
    packages,
    missing: manifest => missingFrom(keys, manifest),
  };
}

interface Writable extends LockedPackage {
  version?: string;
  readonly dependencies: string[];
  source: boolean;
}

/**
 * The name of what is installed: `a@npm:b@1` installs b by the name of a.
 */
function aliased(pattern: string): string {
  const name = nameOf(pattern);
  const specifier = pattern.slice(name.length + 1);
  return specifier.startsWith('npm:') ? nameOf(specifier.slice('npm:'.length)) : name;
}

function nameOf(pattern: string): string {
  const at = pattern.indexOf('@', 1);
  return at === -1 ? pattern : pattern.slice(0, at);
}

function isSource(specifier: string): boolean {
  return /^(git[+:]|git@|ssh:|github:|gitlab:|bitbucket:|file:(?!.*\.t(ar\.)?gz))/.test(specifier) || /\.git(#|$)|^https:\/\/codeload\.github\.com\//.test(specifier);
}

function missingFrom(keys: ReadonlySet<string>, manifest: Manifest): string[] {
  return Object.entries(declaredDependencies(manifest))
    .filter(([name, range]) => !UNLOCKED.test(range) && !keys.has(`${name}@${range}`) && !keys.has(`${name}@${range.trim()}`))
    .map(([name]) => name);
}
