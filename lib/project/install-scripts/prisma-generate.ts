import { optionValue } from '../build/build-tool';
import { filesIn } from '../files/files-in';
import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';
import { argumentsOf, programOf } from '../scripts/invocation';
import { readsManifests, readsSources, Recogniser } from './recogniser';

/**
 * Where Prisma looks for a schema, besides the place that is configured.
 *
 * @see https://www.prisma.io/docs/orm/prisma-schema/overview/location
 */
const SCHEMAS = ['prisma/schema.prisma', 'schema.prisma', 'prisma/schema'];

const CONFIGURATION = /^prisma\.config\.([cm]?[jt]s)$/;

/**
 * Recognises `prisma generate`, which writes the client into node_modules.
 */
export const prismaGenerate: Recogniser = (step, { files, packages }) => {
  const args = argumentsOf(step);
  const { directory } = step;
  if (programOf(step) !== 'prisma' || !args.includes('generate') || directory === undefined) return undefined;
  const configured = optionValue(args, '--schema') ?? packages.at(directory)?.prismaSchema;
  const schema = (configured === undefined ? SCHEMAS : [configured])
    .map(path => joinInside(directory, path))
    .find(path => path !== undefined && path !== '' && files.kind(path) !== undefined);
  if (schema === undefined) return readsSources(true, 'prisma generate reads a schema that is not in one of the usual places');
  const configuration = files.list(directory).filter(name => CONFIGURATION.test(name)).map(name => joinInside(directory, name)!);
  return readsManifests(true, `prisma generate reads ${schema}`, [...filesAt(files, schema), ...configuration]);
};

function filesAt(files: ProjectFiles, path: string): string[] {
  return files.kind(path) === 'directory' ? filesIn(files, path) : [path];
}
