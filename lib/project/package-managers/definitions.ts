import { BUN } from './bun/bun';
import { PackageManagerDefinition } from './definition/definition';
import { NPM } from './npm/npm';
import { PNPM } from './pnpm/pnpm';
import { YARN_BERRY } from './yarn-berry/yarn-berry';
import { YARN_CLASSIC } from './yarn-classic/yarn-classic';

/**
 * Every package manager. The first one is used where nothing tells.
 */
export const DEFINITIONS: readonly PackageManagerDefinition[] = [NPM, YARN_CLASSIC, YARN_BERRY, PNPM, BUN];
