import { ProjectFiles } from '../files/project-files';
import { directoryOf, joinInside } from '../files/relative-path';
import { isProductionDependency, Manifest } from '../manifest/manifest';
import { findPrismaSchema } from './prisma-schema';

/**
 * A database in a file that a schema of Prisma names.
 */
export interface PrismaDatabase {
  /** The directory of the database, relative to the package. */
  readonly directory: string;
  /** The file with the schema. */
  readonly schema: string;
}

/**
 * Finds the database in a file that the client of Prisma writes to, where the schema names it: relative to the schema.
 *
 * @see https://www.prisma.io/docs/orm/overview/databases/sqlite
 */
export function prismaDatabase(files: ProjectFiles, manifest: Manifest): PrismaDatabase | undefined {
  if (!isProductionDependency(manifest, '@prisma/client')) return undefined;
  for (const schema of findPrismaSchema(files, '', undefined, manifest.prismaSchema)?.files ?? []) {
    const [, body = ''] = /^\s*datasource\s+\w+\s*\{([^}]*)\}/m.exec(files.text(schema) ?? '') ?? [];
    const path = /^\s*url\s*=\s*"file:(?!\/)([^"?]+)/m.exec(body)?.[1];
    if (path === undefined || !/^\s*provider\s*=\s*"sqlite"/m.test(body)) continue;
    const file = joinInside(directoryOf(schema), path);
    if (file !== undefined) return { directory: directoryOf(file), schema };
  }
  return undefined;
}
