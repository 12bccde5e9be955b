import * as fs from 'fs';
import * as path from 'path';
import { portablePattern } from '../dockerfile/pattern';
import { contextScopes, FOR_PEOPLE, madeInBuild, packagesOf } from '../image/context-rules';
import { NodejsDockerfile } from '../image/index';
import { AllowedPaths, Bounds } from '../project/kept-out';
import { DeliveryError } from './delivery-error';
import { readRegular } from './disk';

/** By what the entries of a context are chosen. Paths are relative to where dependencies are installed. */
export interface ContextRules {
  /** The files and directories that enter at all, of a monorepo some; an empty path is the directory itself. */
  readonly scopes: readonly string[];
  /** The directories of the packages. */
  readonly packages: readonly string[];
  /** Patterns of what is made in the build. */
  readonly madeInBuild: readonly string[];
  /** The names at the top of packages that are for people. */
  readonly forPeople: readonly string[];
  /** The patterns of the user's own `.dockerignore`. */
  readonly own: readonly string[];
  readonly infrastructure: ReadonlySet<string>;
  /** Files with variables that the build may have. */
  readonly buildOnly: ReadonlySet<string>;
  /** Key that two contexts of one directory share if they are the same. */
  readonly key: string;
  /** True if somebody allowed it by name. */
  allows(path: string): boolean;
  /** True if something in a directory is allowed. */
  leadsToAllowed(directory: string): boolean;
}

/** The rules for the context of an image. */
export function contextRulesOf({ project, _allow: allow }: NodejsDockerfile, bounds: Bounds): ContextRules {
  const base = project.workspace?.path ?? '';
  const allowed = new AllowedPaths(allow);
  // paths of `allow` are relative to the project, which may lie deeper
  const toProject = (item: string) => base === '' ? item : path.posix.relative(base, item);
  const fields = {
    scopes: contextScopes(project),
    packages: packagesOf(project),
    madeInBuild: madeInBuild(project),
    forPeople: FOR_PEOPLE,
    own: ownPatterns(project.installDirectory, bounds),
  };
  return {
    ...fields,
    infrastructure: new Set(project.infrastructure),
    buildOnly: new Set(project.buildOnlyFiles),
    allows: item => allowed.allows(toProject(item)),
    leadsToAllowed: item => allowed.leadsThrough(toProject(item)) || (base !== '' && Object.keys(allow).length > 0 && base.startsWith(`${item}/`)),
    key: JSON.stringify([project.installDirectory, fields, allow, project.infrastructure, project.buildOnlyFiles]),
  };
}

function ownPatterns(directory: string, bounds: Bounds): string[] {
  const file = path.join(directory, '.dockerignore');
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  if (!stats) {
    return [];
  }
  const real = fs.realpathSync.native(file);
  if (!bounds.admits(real, false)) {
    throw new DeliveryError(bounds.refusal('.dockerignore', file, real));
  }
  const lines = readRegular('.dockerignore', real).toString('utf8').split(/\r?\n/).map(line => line.trim()).filter(line => line !== '' && !line.startsWith('#'));
  return lines.map(line => {
    try {
      return portablePattern(line);
    } catch (error) {
      throw new DeliveryError(`${file}: ${(error as Error).message}`);
    }
  });
}
