import { PackageManagerDefinition } from './definition';

/**
 * The package manager where a setting of the project leaves development dependencies out of every install: a build and gates
 * need them.
 *
 * @param options what brings them in, by the version of the package manager and the line of Node.js
 */
export function withDevelopment(
  definition: PackageManagerDefinition, options: (version: string | undefined, nodeLine: number | undefined) => string[],
): PackageManagerDefinition {
  return {
    ...definition,
    variantFor: undefined,
    install: (context, version) => [...definition.install(context, version), ...options(version, context.nodeVersion?.line)],
    apart: (context, version) => {
      const apart = definition.apart(context, version);
      if (context.production) return apart;
      const { install } = apart;
      return { ...apart, install: 'argv' in install ? { argv: [...install.argv, ...options(version, context.nodeVersion?.line)] } : install };
    },
  };
}
