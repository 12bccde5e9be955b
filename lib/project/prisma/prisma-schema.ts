import { filesIn } from '../files/files-in';
import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';

/**
 * Where Prisma looks for a schema, besides the place that is configured.
 *
 * @see https://www.prisma.io/docs/orm/prisma-schema/overview/location
 */
const SCHEMAS = ['prisma/schema.prisma', 'schema.prisma', 'prisma/schema', 'prisma'];

const CONFIGURATION = /^prisma\.config\.([cm]?[jt]s)$/;

/**
 * A schema of Prisma.
 */
export interface PrismaSchema {
  /** The file, or the directory that holds several. */
  readonly path: string;
  /** Every file that generating a client reads. */
  readonly files: readonly string[];
}

/**
 * Finds the schema of a package.
 *
 * @param option what the command line says
 * @param field what `package.json` says
 */
export function findPrismaSchema(
  files: ProjectFiles,
  directory: string,
  option: string | undefined,
  field: string | undefined,
): PrismaSchema | undefined {
  const configuration = files.list(directory).filter(name => CONFIGURATION.test(name)).map(name => joinInside(directory, name)!);
  const configured = option ?? field ?? configuration.flatMap(file => schemaIn(files.text(file) ?? '') ?? [])[0];
  const path = (configured === undefined ? SCHEMAS : [configured])
    .map(name => joinInside(directory, name))
    .find(name => name !== undefined && name !== '' && schemaFiles(files, name).length > 0);
  return path === undefined ? undefined : { path, files: [...schemaFiles(files, path), ...configuration] };
}

/**
 * A file that is named may have any name; of a directory only what is a schema counts, not the migrations in it.
 */
function schemaFiles(files: ProjectFiles, path: string): string[] {
  if (files.kind(path) === 'file') return [path];
  return files.kind(path) === 'directory' ? filesIn(files, path).filter(file => file.endsWith('.prisma')) : [];
}

/**
 * Schema that `prisma.config.ts` names, where it is written out.
 *
 * @see https://www.prisma.io/docs/orm/reference/prisma-config-reference
 */
function schemaIn(text: string): string | undefined {
  return /\bschema\s*:\s*(?:[\w.]+\(\s*)?["'`]([^"'`$]+)["'`]/.exec(text)?.[1];
}
