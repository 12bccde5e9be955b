import { ProjectFiles } from '../files/project-files';
import { manifestFields } from '../manifest/manifest';
import { ProjectError } from '../model/project-error';
import { WorkspaceFile } from '../package-managers/definition/definition';
import { DEFINITIONS } from '../package-managers/definitions';
import { describe, isJsonObject, ownProperty } from '../text/json/json-shape';
import { WorkspacePatterns } from '../text/patterns';

/**
 * Field that npm, Yarn and Bun read: a list, or an object with a list of that which it calls packages.
 *
 * @see https://docs.npmjs.com/cli/v11/using-npm/workspaces
 * @see https://classic.yarnpkg.com/lang/en/docs/workspaces/
 */
const MANIFEST: WorkspaceFile = {
  file: 'package.json',
  field: 'workspaces',
  read: files => {
    const workspaces = ownProperty(manifestFields(files, '') ?? {}, 'workspaces');
    return isJsonObject(workspaces) ? ownProperty(workspaces, 'packages') ?? [] : workspaces;
  },
};

/**
 * Every such file. The first one that names packages decides: whose manager has a file of its own reads nothing else.
 */
const WORKSPACE_FILES: readonly WorkspaceFile[] = [...DEFINITIONS.flatMap(({ workspaceFile }) => workspaceFile ?? []), MANIFEST];

/**
 * The packages that a directory names, and where.
 */
export interface WorkspaceDeclaration {
  readonly patterns: WorkspacePatterns;
  readonly file: string;
  /** The field of the file that names them. */
  readonly field: string;
}

/**
 * Workspace that a directory declares as the root of a monorepo, undefined if it is not the root of one.
 *
 * @throws ProjectError if a file cannot be parsed, or holds something else than patterns
 */
export function readWorkspaceDeclaration(files: ProjectFiles): WorkspaceDeclaration | undefined {
  for (const source of WORKSPACE_FILES) {
    const { file, field } = source;
    const patterns = files.kind(file) === 'file' ? source.read(files) ?? undefined : undefined;
    if (patterns !== undefined) return { patterns: new WorkspacePatterns(inOrder(checked(patterns, source), source)), file, field };
  }
  return undefined;
}

function inOrder(patterns: readonly string[], { excludesLast }: WorkspaceFile): readonly string[] {
  const excludes = (pattern: string) => pattern.startsWith('!');
  return excludesLast ? [...patterns.filter(pattern => !excludes(pattern)), ...patterns.filter(excludes)] : patterns;
}

function checked(patterns: unknown, { field, file }: WorkspaceFile): readonly string[] {
  if (!Array.isArray(patterns) || !patterns.every(pattern => typeof pattern === 'string')) {
    throw new ProjectError(`"${field}" in ${file} must be a list of patterns like "packages/*", received ${describe(patterns)}`);
  }
  return patterns;
}
