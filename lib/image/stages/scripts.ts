import { BuildStep } from '../build-secret';
import { ImagePlan, secretsFor } from '../plan/image-plan';

/**
 * A command of the package manager that installs. Some take secrets by variables only from a file that they are told to trust.
 */
export function installCommand({ project }: ImagePlan, argv: readonly string[]): string[] {
  const { packageManager, installVariables } = project;
  const trusted = installVariables.length > 0 ? packageManager._definition.trustedConfiguration?.(packageManager.pinnedVersion) ?? {} : {};
  const assignments = Object.entries(trusted).map(([name, value]) => `${name}=${value}`);
  return assignments.length === 0 ? [...argv] : ['env', ...assignments, ...argv];
}

/**
 * A command of the package manager that runs a script. Some end where a variable is not set that their configuration refers
 * to, though it is for installing alone: it is set to nothing.
 */
export function scriptCommand(plan: ImagePlan, step: BuildStep, argv: readonly string[]): string[] {
  const { packageManager, installVariables } = plan.project;
  const given = secretsFor(plan, step).map(({ variable }) => variable);
  const unset = packageManager._definition.wantsVariables ? installVariables.filter(name => !given.includes(name)) : [];
  return unset.length === 0 ? [...argv] : ['env', ...unset.map(name => `${name}=`), ...argv];
}
