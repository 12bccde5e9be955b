import { ProjectFiles } from '../files/project-files';
import { manifestFields } from '../manifest/manifest';
import { ProjectError } from '../model/project-error';
import { describe, isJsonObject, ownProperty } from '../text/json/json-shape';
import { WorkspacePatterns } from '../text/patterns';
import { parseYaml } from '../text/settings/parse-yaml';

/**
 * A file in which the root of a monorepo names its packages.
 */
interface WorkspaceSource {
  readonly file: string;

  /** The field that names them. */
  readonly field: string;

  /** The patterns in it, undefined if it names none. Throws a ProjectError if they are not what they should be. */
  read(files: ProjectFiles, source: WorkspaceSource): readonly string[] | undefined;
}

/**
 * Every such file. The first one that names packages decides.
 */
const WORKSPACE_SOURCES: readonly WorkspaceSource[] = [
  // pnpm, which reads nothing else: https://pnpm.io/pnpm-workspace_yaml
  { file: 'pnpm-workspace.yaml', field: 'packages', read: readPnpmPatterns },
  // npm, Yarn and Bun: https://docs.npmjs.com/cli/v11/using-npm/workspaces
  { file: 'package.json', field: 'workspaces', read: readManifestPatterns },
];

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
  for (const source of WORKSPACE_SOURCES) {
    const { file, field } = source;
    const patterns = files.kind(file) === 'file' ? source.read(files, source) : undefined;
    if (patterns) return { patterns: new WorkspacePatterns(patterns), file, field };
  }
  return undefined;
}

/**
 * `workspaces` is a list, or an object with a list of that which it calls packages.
 *
 * @see https://classic.yarnpkg.com/lang/en/docs/workspaces/
 */
function readManifestPatterns(files: ProjectFiles, source: WorkspaceSource): readonly string[] | undefined {
  const workspaces = ownProperty(manifestFields(files, '') ?? {}, source.field) ?? undefined;
  if (workspaces === undefined) return undefined;
  return checked(isJsonObject(workspaces) ? ownProperty(workspaces, 'packages') ?? [] : workspaces, source);
}

/**
 * `packages` is a list; without it the file holds settings alone. What a pattern leaves out is out, wherever it stands.
 */
function readPnpmPatterns(files: ProjectFiles, source: WorkspaceSource): readonly string[] | undefined {
  const settings = parseYaml(files.text(source.file) ?? '', source.file);
  const packages = isJsonObject(settings) ? ownProperty(settings, source.field) ?? undefined : undefined;
  if (packages === undefined) return undefined;
  const patterns = checked(packages, source);
  const excludes = (pattern: string) => pattern.startsWith('!');
  return [...patterns.filter(pattern => !excludes(pattern)), ...patterns.filter(excludes)];
}

function checked(patterns: unknown, { field, file }: WorkspaceSource): readonly string[] {
  if (!Array.isArray(patterns) || !patterns.every(pattern => typeof pattern === 'string')) {
    throw new ProjectError(`"${field}" in ${file} must be a list of patterns like "packages/*", received ${describe(patterns)}`);
  }
  return patterns;
}
