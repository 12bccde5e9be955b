import { DiskFiles } from '../files/disk-files';
import { joinInside } from '../files/relative-path';
import { Manifest, scriptOf } from '../manifest/manifest';
import { ProjectError } from '../model/project-error';
import { MemberCall } from '../package-managers/definition/command-line';
import { argumentsOf, Invocation, invocationOf, programOf } from '../scripts/invocation';
import { parseManagerCall } from '../scripts/manager-call';
import { unwrap } from '../scripts/wrappers';
import { globOf } from '../text/glob';
import { parseScript } from '../text/shell/parse-script';
import { parseMemberCall } from './member-call';
import { Members } from './members';

/**
 * The package that the root of a monorepo starts.
 */
export interface StartedMember {
  readonly path: string;
  /** The script of the package, and the field of the root's `package.json` that runs it. */
  readonly script: { readonly name: string; readonly source: string };
}

/**
 * Scripts of the root that may start one of its packages, in this order.
 */
const SCRIPTS = ['start', 'start:prod', 'start:production'];

/**
 * Finds the package that the root starts by a script of its own: `npm start --workspace=apps/api`,
 * `turbo run start --filter=api`. Undefined if the root starts something itself, or nothing.
 *
 * @throws ProjectError if it starts several, or one that is none of its packages
 */
export function startedMember(root: DiskFiles, manifest: Manifest, members: Members): StartedMember | undefined {
  const name = SCRIPTS.find(script => scriptOf(manifest, script) !== undefined);
  const call = name === undefined ? undefined : lastCall(manifest, members, name, []);
  if (name === undefined || !call) return undefined;
  const source = root.manifestSource(`scripts.${name}`);
  const text = scriptOf(manifest, name);
  if (call.more.length > 0) {
    throw new ProjectError(`${source} is "${text}", which does more than to start a package of the monorepo (${call.more.join(', ')}), and an image of that package would lack it: `
      + 'change the prop directory to the package, and give variables by "environment", and arguments and what runs before by "command" or a script of the package');
  }
  const having = members.all.filter(member => scriptOf(member, call.script) !== undefined).map(member => member.directory);
  const paths = call.packages.length === 0 ? having : call.packages.flatMap(given => {
    const found = pathsOf(given, members);
    if (found.length === 0) {
      throw new ProjectError(`${source} is "${text}", which starts ${JSON.stringify(given)}, and that is none of the packages ${list(members.all.map(member => member.directory))}: correct it, or change the prop directory to one of them`);
    }
    return found;
  });
  if (paths.length !== 1) {
    throw new ProjectError(`${source} is "${text}", which starts ${paths.length === 0 ? 'none' : `${paths.length}`} of the packages of the monorepo (${list(paths.length === 0 ? members.all.map(member => member.directory) : paths)}), and an image starts one: change the prop directory to one of them`);
  }
  return scriptOf(members.at(paths[0])!, call.script) === undefined ? undefined : { path: paths[0], script: { name: call.script, source: `scripts.${name}` } };
}

/** A call, and what its script does beside it that the package alone would lack. */
interface LastCall extends MemberCall {
  readonly more: readonly string[];
}

/** Variables that every image sets, and that say where programs are. */
const OF_IMAGES = /^(NODE_ENV|PATH|CI|FORCE_COLOR)$/;
/** Steps that build: an image is built. */
const BUILDS = /\b(build|compile|tsc|generate|install|ci|lint|typecheck)\b/;

/** Words for a step before the last one; none for one that changes the directory, or builds. */
function besides(invocation: Invocation): string[] {
  const program = programOf(invocation);
  if (program === 'cd') return setBy(invocation);
  if (program === 'export') return argumentsOf(invocation).filter(word => !OF_IMAGES.test(word.replace(/=.*$/s, '')));
  const text = [program, ...argumentsOf(invocation)].join(' ');
  return BUILDS.test(text) ? [] : [text];
}

function setBy({ assignments }: Invocation): string[] {
  return assignments.filter(({ name }) => !OF_IMAGES.test(name)).map(({ name, value }) => `${name}=${value}`);
}

/** Words that are handed on to the script of the package. */
function passedBy(invocation: Invocation): string[] {
  const words = argumentsOf(invocation);
  const end = words.indexOf('--');
  return end === -1 || end === words.length - 1 ? [] : [words.slice(end + 1).join(' ')];
}

/**
 * Call by which the last command of a script runs in packages, once the scripts of the root that it calls are followed.
 */
function lastCall(manifest: Manifest, members: Members, name: string, callers: readonly string[]): LastCall | undefined {
  const script = callers.includes(name) ? undefined : parseScript(scriptOf(manifest, name) ?? '');
  const invocations = script?.isChain ? script.commands.map(command => unwrap(invocationOf(command))) : [];
  const last = invocations.pop();
  if (!script || !last || script.commands.some(({ redirected }) => redirected)) return undefined;
  const entered = invocations.filter(invocation => programOf(invocation) === 'cd').map(invocation => argumentsOf(invocation)[0] ?? '..');
  const more = [...invocations.flatMap(besides), ...setBy(last)];
  const directory = entered.reduce((from: string | undefined, to) => from === undefined ? undefined : joinInside(from, to), '');
  const call = parseManagerCall(last);
  const there = directory === undefined || call?.kind !== 'run' ? undefined : joinInside(directory, call.directory ?? '.');
  if (directory === '') {
    const inMembers = parseMemberCall(last);
    if (inMembers) return { ...inMembers, more: [...more, ...passedBy(last)] };
  }
  if (there === undefined || call?.kind !== 'run') return undefined;
  if (there === '') {
    const inner = lastCall(manifest, members, call.script, [...callers, name]);
    return inner && { ...inner, more: [...more, ...inner.more] };
  }
  return call.passed.length > 0 || members.at(there) === undefined ? undefined : { script: call.script, packages: [`./${there}`], more };
}

/**
 * The directories of the packages that a word names: by their name, with or without its scope, by their directory, or by
 * a pattern of these.
 */
export function pathsOf(given: string, members: Members): string[] {
  const path = joinInside('', given);
  const exact = members.named(given)?.directory ?? (path === undefined ? undefined : members.at(path)?.directory);
  if (exact !== undefined) return [exact];
  const isNamed = globOf(given.replace(/^\.\//, '').replace(/\*+/g, '*'), { dot: true, starsOnly: true });
  return members.all.filter(({ name, directory }) => [name ?? '', name?.replace(/^@[^/]*\//, '') ?? '', directory].some(text => isNamed(text)))
    .map(({ directory }) => directory);
}

function list(paths: readonly string[]): string {
  return paths.length === 0 ? 'none' : paths.join(', ');
}
