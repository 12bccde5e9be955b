import { ManagerTraces } from '../definition/manager-traces';

export const YARN_BERRY_TRACES: ManagerTraces = {
  programs: ['yarn', 'yarnpkg'],
  lockfiles: ['yarn.lock'],
  settings: ['.yarnrc.yml'],
  remembered: ['.yarn-state.yml'],
};
