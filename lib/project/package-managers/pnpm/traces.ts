import { ManagerTraces } from '../definition/manager-traces';

export const PNPM_TRACES: ManagerTraces = {
  programs: ['pnpm', 'pnpx'],
  lockfiles: ['pnpm-lock.yaml'],
  settings: ['pnpm-workspace.yaml', '.pnpmfile.cjs', '.pnpmfile.mjs', '.pnpmfile.js'],
  store: '.pnpm',
  remembered: ['.modules.yaml', '.pnpm-workspace-state.json', '.pnpm-workspace-state-v1.json'],
};
