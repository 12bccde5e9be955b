import { DeployTarget } from '../step-program';
import { appRunner } from './app-runner';
import { Deployer } from './deployer';
import { ecs } from './ecs';
import { ecsCodeDeploy } from './ecs-code-deploy';
import { lambda } from './lambda';

/** Deployer for each value of the variable TARGET. */
export const DEPLOYERS: { readonly [target in DeployTarget]: Deployer } = {
  'ecs': ecs,
  'ecs-code-deploy': ecsCodeDeploy,
  'lambda': lambda,
  'app-runner': appRunner,
};
