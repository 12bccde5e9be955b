import { ManagerTraces } from '../definition/manager-traces';

export const NPM_TRACES: ManagerTraces = {
  programs: ['npm', 'npx'],
  // npm reads a shrinkwrap and ignores the lockfile beside it.
  lockfiles: ['npm-shrinkwrap.json', 'package-lock.json'],
  settings: ['.npmrc'],
  remembered: ['.package-lock.json'],
};
