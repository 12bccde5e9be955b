import { isProductionDependency } from '../manifest/manifest';
import { PackageReader } from '../manifest/package-reader';
import { InstallScript } from '../model/install-script';
import { PackageManager } from '../package-managers/package-manager';
import { argumentsOf, programOf } from '../scripts/invocation';
import { ScriptStep, walkNamedScript, walkScript } from '../scripts/walk-script';
import { findPrismaSchema } from './prisma-schema';

/** Where `prisma generate` writes a client that names no other place. */
const CLIENT = 'node_modules/.prisma';

/**
 * Code that Prisma generates, and what that takes.
 */
export interface PrismaDetection {
  /** The files that installing reads. */
  readonly files: readonly string[];
  /** Modules that are generated into `node_modules`, and production dependencies that are installed anew lack. */
  readonly generatedModules: readonly string[];
}

/**
 * Questions for finding out what Prisma generates.
 */
export interface PrismaReader extends PackageReader {
  readonly packageManager: PackageManager;
  readonly buildScript: string | undefined;
  readonly install: { readonly scripts: readonly InstallScript[] };
}

const NOTHING: PrismaDetection = { files: [], generatedModules: [] };

/**
 * Finds out how an application comes by the client that Prisma generates: into `node_modules`, unless its schema names
 * another place. `prisma` itself is a development dependency as a rule, so production dependencies have no client of their own.
 *
 * @see https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/generating-prisma-client
 */
export function detectPrisma(
  { files, manifest, packages, packageManager: manager, buildScript, install: { scripts: installScripts }, findings }: PrismaReader,
): PrismaDetection {
  if (!isProductionDependency(manifest, '@prisma/client')) return NOTHING;
  const schema = findPrismaSchema(files, '', undefined, manifest.prismaSchema);
  const text = schema?.files.filter(file => file.endsWith('.prisma')).map(file => files.text(file) ?? '').join('\n') ?? '';
  const generator = /^\s*generator\s+\w+\s*\{([^}]*)\}/gm;
  const isClient = (body: string) => /^\s*provider\s*=\s*"prisma-client-js"/m.test(body);
  const client = [...text.matchAll(generator)].map(match => match[1]).find(isClient);
  if (!schema || client === undefined || /^\s*output\s*=/m.test(client)) return NOTHING;

  const inBuild = buildScript !== undefined && walkNamedScript(packages, '', buildScript).some(generates);
  const whenInstalled = installScripts.filter(({ command }) => walkScript(packages, '', command).some(generates));
  if (!inBuild && whenInstalled.some(({ production }) => production)) return NOTHING;
  // Before version 7 the client generates itself when it is installed, where it finds the schema.
  const itself = !inBuild && whenInstalled.length === 0;
  if (itself && !/^[\^~]?[2-6](\.|$)/.test(manifest.dependencies['@prisma/client'] ?? '')) return NOTHING;
  if (!keepsInModules(manager)) {
    findings.warn('prisma-client-in-modules', `${schema.path} names no output for the client of Prisma, so it is generated in a directory of ${manager._definition.title} `
      + 'that production dependencies are installed without: write output = "../src/generated/prisma" into the generator, and import the client from there');
    return NOTHING;
  }
  findings.decide('generatedModules', CLIENT, schema.path, 'the client that prisma generate writes into node_modules, which production dependencies do not bring');
  return { files: itself ? schema.files : [], generatedModules: [CLIENT] };
}

function generates(step: ScriptStep): boolean {
  return programOf(step) === 'prisma' && argumentsOf(step).includes('generate');
}

/** Elsewhere a package lies in a directory of its own, and what is generated for it beside it. */
function keepsInModules({ _definition: { shellBins, nodeOptions } }: PackageManager): boolean {
  return shellBins !== true && nodeOptions === undefined;
}
