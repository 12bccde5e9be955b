import { ManagerTraces } from '../definition/manager-traces';

export const YARN_CLASSIC_TRACES: ManagerTraces = {
  programs: ['yarn', 'yarnpkg'],
  lockfiles: ['yarn.lock'],
  settings: ['.yarnrc'],
  remembered: ['.yarn-integrity'],
};
