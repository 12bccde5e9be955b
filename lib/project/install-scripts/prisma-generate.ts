import { optionValue } from '../build/build-tool';
import { findPrismaSchema } from '../prisma/prisma-schema';
import { argumentsOf, programOf } from '../scripts/invocation';
import { readsManifests, readsSources, KnownScript } from './known-script';

/**
 * Recognises `prisma generate`, which writes the client.
 */
export const prismaGenerate: KnownScript = (step, { files, packages }) => {
  const args = argumentsOf(step);
  const { directory } = step;
  if (programOf(step) !== 'prisma' || !args.includes('generate') || directory === undefined) return undefined;
  const schema = findPrismaSchema(files, directory, optionValue(args, '--schema'), packages.at(directory)?.prismaSchema);
  return schema === undefined
    ? readsSources(true, 'prisma generate reads a schema that is not in one of the usual places')
    : readsManifests(true, `prisma generate reads ${schema.path}`, schema.files);
};
