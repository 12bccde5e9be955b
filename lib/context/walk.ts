import * as fs from 'fs';
import * as path from 'path';
import { Bounds, GitIgnored, isCoverageReport, isLeftover, isSecretByName, secretKind } from '../project/kept-out';
import { ContextEntry, Lacking, LeftOut, Reason } from './context-entry';
import { ContextRules } from './context-rules-of';
import { DeliveryError } from './delivery-error';
import { reading } from './disk';
import { EntryRules, GitFacts } from './entry-rules';
import { isExecutable } from './finished-files';

/** Character for bytes that are no text. */
const NO_CHARACTER = '\ufffd';

/** Options of a walk through a directory. */
export interface WalkOptions {
  /** By what entries are chosen. */
  readonly rules: ContextRules;
  /** Directories that are no part of the project wherever they lie, such as the output of this synthesis. */
  readonly outside: readonly string[];
  /** Directory that no link may lead out of. */
  readonly bounds: Bounds;
}

/** Result of a walk. */
export interface Walk {
  /** Entries that may enter, sorted; what files hold decides about some of it. */
  readonly entries: readonly ContextEntry[];
  /** Entries that stay out for a reason that somebody may want to know. */
  readonly leftOut: readonly LeftOut[];
  /** Directories of the repository that it has not as they are meant to be. */
  readonly lacking: readonly Lacking[];
  /** Why it is not known what git tracks, if it is not. */
  readonly gitProblem?: string;
  /** True if the directory lies in a checkout. */
  readonly inCheckout: boolean;
}

/**
 * Lists what may enter the build context: every file but those that there is a reason to leave out. Links inside the project
 * stay links; what links lead to outside of it enters as files. What is left out is not read.
 */
export function walk(root: string, options: WalkOptions): Walk {
  const walker = new Walker(fs.realpathSync.native(root), options);
  const git = new GitIgnored(walker.root);
  walker.directory({ path: '', real: walker.root, git, base: walker.root, restricted: false, forPeople: false });
  const entries = walker.entries.sort((a, b) => a.path < b.path ? -1 : 1);
  return { entries, leftOut: walker.leftOut, lacking: walker.lacking, gitProblem: git.problem, inCheckout: git.inCheckout };
}

/** A directory on the way. */
interface Place {
  readonly path: string;
  readonly real: string;
  /** The directory that it lies in, by which a loop is seen. */
  readonly above?: Place;
  /** The checkout that it lies in, and the directory that it was asked for. */
  readonly git: GitIgnored;
  readonly base: string;
  /** True if nothing but what is allowed enters. */
  readonly restricted: boolean;
  /** True if it lies in a directory that is for people. */
  readonly forPeople: boolean;
  /** True if it lies where a build writes, and git tracks some of what is there. */
  readonly byHand?: boolean;
}

class Walker {
  public readonly entries: ContextEntry[] = [];
  public readonly leftOut: LeftOut[] = [];
  public readonly lacking: Lacking[] = [];
  private readonly rules: EntryRules;
  private readonly outside: ReadonlySet<string>;
  private readonly bounds: Bounds;

  constructor(public readonly root: string, options: WalkOptions) {
    this.rules = new EntryRules(options.rules);
    this.bounds = options.bounds;
    this.outside = new Set(options.outside.map(directory => path.resolve(directory)));
  }

  public directory(place: Place): void {
    const children = reading(place.path || '.', () => fs.readdirSync(place.real, { withFileTypes: true }))
      .map(entry => ({ entry, child: place.path === '' ? entry.name : `${place.path}/${entry.name}`, source: path.join(place.real, entry.name) }))
      .filter(({ source }) => !this.outside.has(source))
      .sort((a, b) => a.child < b.child ? -1 : 1);
    // Git keeps no empty directory, so that what it keeps there is not checked out.
    if (children.length === 0 && place.path !== '' && this.isTracked(place.real, place)) this.lacking.push({ path: place.path, kind: 'submodule' });
    for (const { entry, child, source } of children) {
      if (entry.name.includes(NO_CHARACTER)) this.requireName(child, source, entry.isDirectory() ? 'directory' : 'file', place);
      if (entry.isSymbolicLink()) this.link(child, source, place);
      else if (entry.isDirectory()) this.below(child, source, place);
      else if (entry.isFile()) this.file(child, source, place);
      else if (this.judge(child, source, 'file', place)) this.leaveOut(child, Reason.SPECIAL);
    }
  }

  /** A name whose bytes are no text is read as one that nothing has. */
  private requireName(child: string, source: string, kind: 'file' | 'directory', place: Place): void {
    const exists = fs.lstatSync(source, { throwIfNoEntry: false }) !== undefined;
    if (exists || !this.rules.judge(child, kind, this.gitFacts(source, kind, place), place.restricted).enters) return;
    throw new DeliveryError(`the name of ${JSON.stringify(child)} is not valid UTF-8, and no image is made of what cannot be named: rename it, or leave it out by a pattern in .dockerignore, `
      + `such as ${JSON.stringify(child.replaceAll(NO_CHARACTER, '*'))}`);
  }

  private leaveOut(child: string, reason: Reason, what?: string, directory = false): void {
    this.leftOut.push({ path: child, directory, reason, what });
  }

  private below(child: string, source: string, place: Place): void {
    const verdict = this.judge(child, source, 'directory', place);
    if (!verdict) {
      if (this.isWrittenByHand(child, source, place)) this.lacking.push({ path: child, kind: 'modules' });
      return;
    }
    if (!verdict.allowed && isCoverageReport(child, () => fs.readdirSync(source))) {
      this.leaveOut(child, Reason.LEFTOVER, 'a report of coverage', true);
      return;
    }
    const forPeople = place.forPeople || verdict.forPeople === true;
    const byHand = place.byHand || verdict.byHand;
    this.directory({ ...place, path: child, real: source, above: place, restricted: verdict.restricted ?? false, forPeople, byHand });
  }

  private file(child: string, source: string, place: Place): void {
    const verdict = this.judge(child, source, 'file', place);
    if (!verdict) return;
    const stats = reading(child, () => fs.statSync(source));
    const forPeople = place.forPeople || verdict.forPeople;
    this.entries.push({ path: child, source, executable: isExecutable(stats), allowed: verdict.allowed, forPeople });
  }

  private link(child: string, source: string, place: Place): void {
    // Git sees a link as a file, wherever it leads.
    if (!this.rules.allows(child) && this.ignored(source, 'file', place)) return this.leaveOut(child, Reason.GIT);
    const verdict = this.judge(child, source, 'file', place);
    const inside = this.targetInside(source);
    if (inside !== undefined) {
      if (verdict) {
        const link = path.relative(path.dirname(path.join(this.root, child)), inside) || '.';
        this.entries.push({ path: child, link, executable: false, allowed: verdict.allowed, forPeople: verdict.forPeople });
      }
      return;
    }
    if (!verdict && !this.rules.judge(child, 'directory', { ignored: () => false, byHand: () => false }, place.restricted).enters) return;
    const real = realPath(child, source);
    const stats = reading(child, () => fs.statSync(real));
    if (!verdict?.allowed && this.isKeptOutTarget(child, real, stats.isDirectory())) return;
    if (!this.bounds.admits(real, this.rules.allows(child))) {
      // what may be a secret by its name cannot be looked at
      if (secretKind(child) ?? secretKind(real)) return this.leaveOut(child, Reason.SECRET, `a link to ${real}`);
      throw new DeliveryError(`${this.bounds.refusal(child, source, real)}; or name it in .dockerignore`);
    }
    if (stats.isDirectory()) {
      const { forPeople } = place;
      this.requireNoLoop(child, real, place);
      this.directory({ path: child, real, above: place, git: new GitIgnored(real), base: real, restricted: false, forPeople });
    } else if (stats.isFile() && verdict) {
      this.entries.push({ path: child, source: real, executable: isExecutable(stats), allowed: verdict.allowed, forPeople: verdict.forPeople });
    } else if (verdict) {
      this.leaveOut(child, Reason.SPECIAL);
    }
  }

  private requireNoLoop(child: string, real: string, place: Place): void {
    for (let above: Place | undefined = place; above; above = above.above) {
      if (above.real === real) {
        throw new DeliveryError(`a symbolic link leads into a directory it lies in: ${path.join(this.root, child)}; remove the link`);
      }
    }
  }

  /** A secret is one under another name, too, and so is what lies in a directory of secrets. What files hold is judged later. */
  private isKeptOutTarget(child: string, real: string, directory: boolean): boolean {
    const own = this.root.split(path.sep);
    const parts = real.split(path.sep);
    const shared = parts.findIndex((part, index) => part !== own[index]);
    const paths = parts.map((_, index) => parts.slice(0, index + 1).join('/')).slice(shared);
    const directories = [...directory ? [child] : [], ...directory ? paths : paths.slice(0, -1)];
    const secret = directories.some(name => secretKind(name) !== undefined) || isSecretByName(real);
    if (!secret && !isLeftover(real)) return false;
    this.leaveOut(child, secret ? Reason.SECRET : Reason.LEFTOVER, `a link to ${real}`);
    return true;
  }

  /** Verdict on an entry that enters, undefined where it does not. */
  private judge(child: string, source: string, kind: 'file' | 'directory', place: Place) {
    const verdict = this.rules.judge(child, kind, this.gitFacts(source, kind, place), place.restricted);
    if (verdict.enters) return verdict;
    if (verdict.reason !== undefined) this.leaveOut(child, verdict.reason, verdict.what, kind === 'directory');
    return undefined;
  }

  /** True if modules are committed where nothing installs any: beside a manifest they may come from an install. */
  private isWrittenByHand(child: string, source: string, place: Place): boolean {
    return path.posix.basename(child) === 'node_modules' && this.rules.inScope(child) && !fs.existsSync(path.join(place.real, 'package.json')) && this.isTracked(source, place);
  }

  private gitFacts(source: string, kind: 'file' | 'directory', place: Place): GitFacts {
    const { git, base, byHand = false } = place;
    const relative = path.relative(base, source).split(path.sep).join('/');
    return {
      ignored: () => this.ignored(source, kind, place),
      byHand: () => kind === 'file' ? byHand && git.tracksFile(relative) : byHand ? git.tracksBelow(relative) : git.mixes(relative),
    };
  }

  private isTracked(directory: string, { git, base }: Place): boolean {
    return git.tracksBelow(path.relative(base, directory).split(path.sep).join('/'));
  }

  private ignored(source: string, kind: 'file' | 'directory', { git, base }: Place): boolean {
    return git.ignores(path.relative(base, source).split(path.sep).join('/'), kind);
  }

  /** Where a link leads, if that lies in the project, whether it is there or not. */
  private targetInside(source: string): string | undefined {
    const directory = fs.realpathSync.native(path.dirname(source));
    const target = path.resolve(directory, fs.readlinkSync(source));
    const real = fs.existsSync(target) ? fs.realpathSync.native(target) : target;
    const lies = (item: string) => item === this.root || item.startsWith(this.root + path.sep);
    return lies(directory) && lies(target) && lies(real) && this.rules.inScope(path.relative(this.root, target).split(path.sep).join('/')) ? target : undefined;
  }
}

function realPath(child: string, source: string): string {
  try {
    return fs.realpathSync.native(source);
  } catch (error) {
    throw new DeliveryError(`a symbolic link leads nowhere: ${child} -> ${fs.readlinkSync(source)} (${(error as { code?: string }).code}); `
      + 'remove it or name it in .dockerignore');
  }
}
