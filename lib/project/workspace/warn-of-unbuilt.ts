import { joinInside, sortedUnique } from '../files/relative-path';
import { Manifest, scriptOf } from '../manifest/manifest';
import { Findings, listed } from '../model/findings';
import { argumentsOf, invocationOf, programOf } from '../scripts/invocation';
import { parseManagerCall } from '../scripts/manager-call';
import { unwrap } from '../scripts/wrappers';
import { parseScript } from '../text/shell/parse-script';
import { Closure } from './closure';
import { LocatedWorkspace } from './find-workspace';
import { parseMemberCall } from './member-call';
import { Members } from './members';
import { pathsOf } from './started-member';

/**
 * Warns of packages that the script "build" of the root names and that the package which the root starts does not depend on:
 * they are neither built nor in the image, and the root says that they belong together. What runs in all packages names none.
 */
export function warnOfUnbuilt({ manifest: root, members, path: started }: LocatedWorkspace, { members: needed }: Closure, findings: Findings): void {
  const unbuilt = sortedUnique(membersBuilt(root, members, 'build', [])).filter(path => !needed.some(({ directory }) => directory === path));
  if (unbuilt.length === 0) return;
  const [they, them, are] = unbuilt.length === 1 ? ['it', 'it', 'is'] : ['they', 'them', 'are'];
  findings.warn('package-not-built', `the script build of the root builds ${listed(unbuilt)}, which ${started} does not depend on, so that ${they} ${are} neither built nor in the image: `
    + `where ${started} needs ${them}, add ${them} to "dependencies" of ${started}/package.json, or to "devDependencies" where its build alone reads ${them}`);
}

/** The packages that a script of the root names, and those named by scripts of the root that it calls. */
function membersBuilt(root: Manifest, members: Members, name: string, callers: readonly string[]): string[] {
  if (callers.includes(name)) return [];
  return [`pre${name}`, name, `post${name}`].flatMap(script => {
    const entered = new Map<number, string | undefined>();
    return (parseScript(scriptOf(root, script) ?? '')?.commands ?? []).flatMap(command => {
      const groups = [-1, ...command.groups];
      const group = [...groups].reverse().find(id => entered.has(id));
      const directory = group === undefined ? '' : entered.get(group);
      const invocation = unwrap(invocationOf(command));
      if (programOf(invocation) === 'cd') {
        entered.set(groups[groups.length - 1], directory === undefined ? undefined : joinInside(directory, argumentsOf(invocation)[0] ?? '..'));
        return [];
      }
      if (directory === undefined) return [];
      const inMembers = directory === '' ? parseMemberCall(invocation) : undefined;
      if (inMembers) return inMembers.packages.flatMap(given => pathsOf(given, members));
      const call = parseManagerCall(invocation);
      const there = call?.kind === 'run' ? joinInside(directory, call.directory ?? '.') : undefined;
      if (call?.kind !== 'run' || there === undefined) return [];
      if (there === '') return membersBuilt(root, members, call.script, [...callers, name]);
      return members.at(there) === undefined ? [] : [there];
    });
  });
}
