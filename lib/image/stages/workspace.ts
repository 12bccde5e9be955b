import { From, Instruction, Mount, Stage } from '../../dockerfile/index';
import { NodejsProject, WorkspacePackage } from '../../project/index';
import { BuildStep } from '../build-secret';
import { OUTPUT, WORKDIR } from '../paths';
import { ImagePlan } from '../plan/image-plan';
import { buildStep } from './build-step';
import { WORKSPACE_PROGRAM } from './programs';
import { scriptCommand } from './scripts';

/** The stage in which the packages are built that the one of the image needs. */
export const PACKAGES = 'packages';

/** The stage with the dependencies of development for an image that starts with them. */
const ALL_MODULES = 'run-deps';

/** The directory of the dependencies that are installed in packages. */
export const GATHERED = `${OUTPUT}/modules/`;

/** File that says where the install put copies of packages: beside the dependencies, which lose it when they are gathered. */
const COPIES = 'node_modules/.modules.yaml';
const KEPT_COPIES = `${OUTPUT}/copies.yaml`;

/** The packages that are built before the one of the image, each after those it needs. */
export function packagesToBuild({ workspace }: NodejsProject): WorkspacePackage[] {
  return workspace?.packages.filter(item => item.path !== workspace.path && item.buildScript !== undefined) ?? [];
}

/** The stage that the build of the package and its gates start from. */
export function preparedStage(plan: ImagePlan): string {
  return packagesToBuild(plan.project).length + plan.project._injectedPackages.length ? PACKAGES : 'source';
}

/** Stages that build the packages that the one of the image needs. */
export function packagesStage(plan: ImagePlan): Stage[] {
  const { _injectedPackages: injectedPackages, packageManager } = plan.project;
  const packages = packagesToBuild(plan.project);
  const environment = plan.buildEnvironment;
  const unbuilt = injectedPackages.filter(path => !packages.some(item => item.path === path));
  return preparedStage(plan) !== PACKAGES ? [] : [new Stage({
    name: PACKAGES,
    comments: ['the packages of the monorepo that this one needs, each after those it needs itself'],
    from: From.stage('source'),
    instructions: [
      ...plan.buildArgs.map(name => Instruction.arg(name)),
      ...Object.keys(environment).length ? [Instruction.env({ ...environment })] : [],
      buildStep(plan, [
        ...renewal(plan, unbuilt),
        ...packages.flatMap(({ path, packageName, buildScript }) => [
          scriptCommand(plan, BuildStep.BUILD, packageManager.runIn(path, buildScript!, packageName)),
          ...renewal(plan, injectedPackages.filter(item => item === path)),
        ]),
      ], injectedPackages.length ? WORKSPACE_PROGRAM.mounts(plan) : []),
    ],
  })];
}

/** The command that makes the copies of packages what the packages are now. */
export function renewal(plan: ImagePlan, packages: readonly string[]): string[][] {
  return packages.length === 0 ? [] : [[...WORKSPACE_PROGRAM.words(plan), 'copies', COPIES, '.', '.', ...packages]];
}

/** The step that does it for the dependencies that an image has: the release has of each copy what it has of the package. */
export function releasedCopies(plan: ImagePlan, files: string): Instruction[] {
  const { _injectedPackages: injectedPackages } = plan.project;
  return injectedPackages.length === 0 ? [] : [
    Instruction.run([...WORKSPACE_PROGRAM.words(plan), 'copies', KEPT_COPIES, files, files, ...injectedPackages], {
      mounts: [...WORKSPACE_PROGRAM.mounts(plan), Mount.bind(KEPT_COPIES, KEPT_COPIES, From.stage(modulesStage(plan)))],
    }),
  ];
}

/** The directory of the package, where its scripts and its program run. */
export function packageDirectory({ workspace }: NodejsProject): Instruction[] {
  return workspace ? [Instruction.workdir(`${WORKDIR}/${workspace.path}`)] : [];
}

/** The command that takes out of manifests what an install would fail by; none where there is nothing. */
export function removal(plan: ImagePlan, production: boolean): string[][] {
  const removals = plan.project.workspace?.removals.filter(item => production || !item.productionOnly) ?? [];
  return removals.length === 0 ? [] : [[
    ...WORKSPACE_PROGRAM.words(plan), 'remove',
    ...removals.flatMap(({ path, field, name }) => [path === '' ? 'package.json' : `${path}/package.json`, field, name]),
  ]];
}

/** The command that puts the dependencies which are installed in packages where one COPY takes them. */
export function gathering(plan: ImagePlan): string[][] {
  const { project } = plan;
  const packages = gatheredPackages(project);
  return packages.length === 0 ? [] : [
    ...project._injectedPackages.length ? [[...WORKSPACE_PROGRAM.words(plan), 'keep', COPIES, KEPT_COPIES]] : [],
    [...WORKSPACE_PROGRAM.words(plan), 'gather', GATHERED, ...packages],
  ];
}

/**
 * The packages whose own dependencies are in the image beside those of the root: what the package needs of its monorepo,
 * or all of it in the image of the root.
 */
export function gatheredPackages({ workspace, rootMembers, packageManager }: NodejsProject): string[] {
  const installsInPackages = packageManager._definition.productionTree.includes('node_modules/');
  const packages = workspace ? workspace.packages.filter(item => item.production).map(({ path }) => path) : rootMembers;
  return installsInPackages ? packages : [];
}

/** The stage whose dependencies are in the image. */
export function modulesStage({ project, start }: ImagePlan): string {
  if (!start.developmentDependencies) return 'prod-deps';
  return gatheredPackages(project).length ? ALL_MODULES : 'deps';
}

/** The stage with all dependencies where the image takes them, if what starts needs those of development. */
export function allModulesStage(plan: ImagePlan): Stage[] {
  return modulesStage(plan) !== ALL_MODULES ? [] : [new Stage({
    name: ALL_MODULES,
    comments: ['what starts needs dependencies of development'],
    from: From.stage('deps'),
    instructions: [Instruction.runAll(gathering(plan), { mounts: WORKSPACE_PROGRAM.mounts(plan) })],
  })];
}
