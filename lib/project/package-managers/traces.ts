import { BUN_TRACES } from './bun/traces';
import { ManagerTraces } from './definition/manager-traces';
import { NPM_TRACES } from './npm/traces';
import { PNPM_TRACES } from './pnpm/traces';
import { YARN_BERRY_TRACES } from './yarn-berry/traces';
import { YARN_CLASSIC_TRACES } from './yarn-classic/traces';

/**
 * Traces of every package manager, for programs in images.
 */
export const TRACES: readonly ManagerTraces[] = [NPM_TRACES, YARN_CLASSIC_TRACES, YARN_BERRY_TRACES, PNPM_TRACES, BUN_TRACES];
