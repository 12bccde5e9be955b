import { builds } from './builds';
import { generatedTypes } from './generated-types';
import { gitHooks } from './git-hooks';
import { harmless, rebuild } from './harmless';
import { KnownScript } from './known-script';
import { nestedInstall } from './nested-install';
import { nodeScript } from './node-script';
import { patchPackage } from './patch-package';
import { prismaGenerate } from './prisma-generate';

/**
 * Every kind of step that is known. The first one that recognises a step decides.
 */
export const KNOWN_SCRIPTS: readonly KnownScript[] = [
  nestedInstall,
  gitHooks,
  patchPackage,
  prismaGenerate,
  generatedTypes,
  builds,
  nodeScript,
  rebuild,
  harmless,
];
