import { InstallContext } from '../../model/install-context';
import { PackageManagerDefinition } from './definition';

/**
 * An install, as far as options depend on it.
 */
export interface OptionedInstall {
  /** True if it is one of production dependencies alone. */
  readonly production: boolean;
  /** The version of the package manager, where it is known. */
  readonly version?: string;
  /** The line of Node.js, where it is known. */
  readonly nodeLine?: number;
}

/**
 * The kind of a package manager whose installs have more options.
 */
export function withInstallOptions(
  definition: PackageManagerDefinition, options: (install: OptionedInstall) => readonly string[],
): PackageManagerDefinition {
  const more = ({ nodeVersion }: InstallContext, version: string | undefined, production: boolean) =>
    options({ production, version, nodeLine: nodeVersion?.line });
  return {
    ...definition,
    variantFor: undefined,
    install: (context, version) => [...definition.install(context, version), ...more(context, version, false)],
    installProduction: (context, version) => [...definition.installProduction(context, version), ...more(context, version, true)],
    apart: (context, version) => {
      const { install, ...apart } = definition.apart(context, version);
      return { ...apart, install: 'argv' in install ? { argv: [...install.argv, ...more(context, version, context.production)] } : install };
    },
  };
}
