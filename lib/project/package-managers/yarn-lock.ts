import { Manifest } from '../manifest/manifest';
import { NativeModules } from '../native-modules';
import { ProjectError } from '../project-error';
import { LockfileReading } from './definition';

/**
 * A specifier that Yarn 1 keeps no entry for, or under a key of another form.
 */
const UNLOCKED = /^(link:|workspace:|file:|portal:)/;

/**
 * Reads `yarn.lock` of Yarn 1.
 *
 * @see https://classic.yarnpkg.com/lang/en/docs/yarn-lock/
 */
export function readYarnLock(text: string, path: string): LockfileReading {
  const keys = new Set<string>();
  const sources: string[] = [];
  let current = '';
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
      current = nameOf(patterns[0] ?? '');
      if (patterns.some(pattern => isSource(pattern.slice(nameOf(pattern).length + 1)))) sources.push(current);
    } else {
      const resolved = /^ {2}resolved "?([^"\s]+)/.exec(line)?.[1];
      if (resolved !== undefined && isSource(resolved)) sources.push(current);
    }
  }
  return {
    format: 'lockfile version 1',
    nativeModules: sources.length > 0 ? NativeModules.PRESENT : keys.size === 0 ? NativeModules.NONE : NativeModules.UNKNOWN,
    nativeReason: sources.length > 0
      ? `from git or from a directory: ${[...new Set(sources)].sort().join(', ')}`
      : keys.size === 0 ? 'there are no dependencies' : 'yarn.lock does not record install scripts',
    missing: manifest => missingFrom(keys, manifest),
  };
}

function nameOf(pattern: string): string {
  const at = pattern.indexOf('@', 1);
  return at === -1 ? pattern : pattern.slice(0, at);
}

function isSource(specifier: string): boolean {
  return /^(git[+:]|git@|ssh:|github:|gitlab:|bitbucket:|file:(?!.*\.t(ar\.)?gz))/.test(specifier) || /\.git(#|$)|^https:\/\/codeload\.github\.com\//.test(specifier);
}

function missingFrom(keys: ReadonlySet<string>, manifest: Manifest): string[] {
  const declared = { ...manifest.devDependencies, ...manifest.dependencies, ...manifest.optionalDependencies };
  return Object.entries(declared)
    .filter(([name, range]) => !UNLOCKED.test(range) && !keys.has(`${name}@${range}`) && !keys.has(`${name}@${range.trim()}`))
    .map(([name]) => name);
}
