import { CacheSharing, Instruction, Mount } from '../../dockerfile/index';
import { InstallContext, InstallScript } from '../../project/index';
import { InstallApart, InstallCommand } from '../../project/package-managers/definition/install-apart';
import { BuildStep } from '../build-secret';
import { ImagePlan } from '../plan/image-plan';
import { SCRIPTS_PROGRAM, WORKSPACE_PROGRAM } from './programs';
import { installCommand } from './scripts';
import { secretMounts } from './secret-mounts';

/** An install, with what goes before and behind it. */
export interface InstallSteps {
  readonly production: boolean;
  /** Commands that reduce manifests to what an install reads. */
  readonly prepare: readonly string[][];
  readonly finish: readonly string[][];
  /** True if the program for monorepos takes part before the install, and behind it. */
  readonly preparedByProgram: boolean;
  readonly finishedByProgram: boolean;
}

/**
 * The steps that install: no script runs where the cache is that other projects use, and where scripts run there is no
 * cache. Where they cannot run apart there is one step, and none.
 */
export function installSteps(plan: ImagePlan, steps: InstallSteps): Instruction[] {
  const { project } = plan;
  const { packageManager, _reading: { installation } } = project;
  const context = installContext(plan);
  const { target, locked } = packageManager.cacheMount;
  const cache = installation.cacheId === undefined ? [] : [Mount.cache(installation.cacheId, target, locked ? { sharing: CacheSharing.LOCKED } : {})];
  const mounts = (commands: readonly InstallCommand[], inMonorepo: boolean) => programs(plan, usesScripts(commands), inMonorepo);
  const secrets = secretMounts(plan, BuildStep.INSTALL);
  if (installation.together !== undefined) {
    const install = steps.production ? packageManager.installProduction(context) : packageManager.install(context);
    return [Instruction.runAll([...steps.prepare, installCommand(plan, install), ...steps.finish], {
      mounts: [...mounts([], steps.preparedByProgram || steps.finishedByProgram), ...secrets],
    })];
  }
  const { before, install, after } = installApart(plan, steps.production);
  const first = [...steps.prepare, ...before.map(argv => installCommand(plan, argv))];
  const alone = before.length > 0;
  const fetch = [...alone ? [] : first, argvOf(plan, install)];
  const behind = after.map(command => argvOf(plan, command));
  const last = after.length > 0 ? [] : steps.finish;
  return [
    ...alone ? [Instruction.runAll(first, { mounts: [...mounts([], steps.preparedByProgram), ...secrets] })] : [],
    Instruction.runAll([...fetch, ...last], {
      mounts: [
        ...cache,
        ...mounts([install], (steps.preparedByProgram && !alone) || (steps.finishedByProgram && after.length === 0)),
        ...secrets,
      ],
    }),
    ...after.length > 0 ? [Instruction.runAll([...behind, ...steps.finish], {
      mounts: [...mounts(after, steps.finishedByProgram), ...secrets],
    })] : [],
  ];
}

/** The scripts of the root that an install of production dependencies does without. */
export function droppedScripts({ project }: ImagePlan): InstallScript[] {
  return project.installScripts.filter(script => !script.production && script.packagePath === undefined);
}

/** True if an install needs the program that runs the scripts of dependencies. */
export function usesScriptsProgram(plan: ImagePlan): boolean {
  return plan.project._reading.installation.together === undefined
    && [true, false].map(production => installApart(plan, production)).some(({ install, after }) => usesScripts([install, ...after]));
}

function installApart(plan: ImagePlan, production: boolean): InstallApart {
  const { packageManager: { _definition: definition, pinnedVersion }, _reading: { installation } } = plan.project;
  const dropped = production ? droppedScripts(plan).map(({ name }) => name) : [];
  const lifecycle = production ? definition.productionLifecycle : installation.own;
  const own = installation.own.filter(name => !dropped.includes(name) && lifecycle.includes(name));
  return definition.apart({ ...installContext(plan), ...installation, own, production }, pinnedVersion);
}

/** Context of an install for the package manager. */
export function installContext({ project }: ImagePlan): InstallContext {
  return { lockfile: project.lockfile !== undefined, nodeVersion: project.nodeVersion, packages: project.workspace?.installedPackages };
}

function argvOf(plan: ImagePlan, command: InstallCommand): string[] {
  return installCommand(plan, 'argv' in command ? command.argv : [...SCRIPTS_PROGRAM.words(plan), ...command.program]);
}

function usesScripts(commands: readonly InstallCommand[]): boolean {
  return commands.some(command => 'program' in command);
}

/** Files that the programs see, what both have to see once. */
function programs(plan: ImagePlan, scripts: boolean, inMonorepo: boolean): Mount[] {
  const all = [...inMonorepo ? WORKSPACE_PROGRAM.mounts(plan) : [], ...scripts ? SCRIPTS_PROGRAM.mounts(plan) : []];
  return [...new Map(all.map(mount => [JSON.stringify(mount._fields), mount])).values()];
}
