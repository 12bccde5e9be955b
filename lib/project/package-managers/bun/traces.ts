import { ManagerTraces } from '../definition/manager-traces';

export const BUN_TRACES: ManagerTraces = {
  programs: ['bun', 'bunx'],
  lockfiles: ['bun.lock', 'bun.lockb'],
  settings: ['bunfig.toml'],
  store: '.bun',
  remembered: [],
};
