import { builds } from './builds';
import { generatedTypes } from './generated-types';
import { gitHooks } from './git-hooks';
import { harmless, rebuild } from './harmless';
import { nestedInstall } from './nested-install';
import { nodeScript } from './node-script';
import { patchPackage } from './patch-package';
import { prismaGenerate } from './prisma-generate';
import { Recogniser } from './recogniser';

/**
 * Every kind of step that is known. The first one that recognises a step decides.
 */
export const RECOGNISERS: readonly Recogniser[] = [
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
