import { From, Instruction, Mount, Stage } from '../../dockerfile/index';
import { OUTPUT, PROJECT_DIRECTORY } from '../paths';
import { ImagePlan } from '../plan/image-plan';
import { productionTree } from './install';
import { PRUNE_PROGRAM, WORKSPACE_PROGRAM } from './programs';
import { GATHERED, gatheredPackages, modulesStage } from './workspace';

/** The stage whose dependencies are in the image, without what nothing loads. */
const MODULES = 'modules';
/** The stage that knows what the server loads, and where it says it. */
export const FILES = 'files';
/** Directory of the files of the release in the stage that collects them. */
export const COLLECTED = `${OUTPUT}/files/`;
export const MODULES_LIST = `${OUTPUT}/modules.json`;
/** Directory of the dependencies that images of several packages have in common. */
export const SHARED = `${OUTPUT}/shared/`;
/** The stage that knows which files of its dependencies the project names. */
const NAMED = 'named';
/** Directory of the files that the build context brought: it may name files of packages. */
const SOURCES = '/sources';

/** The stage in which the application is bundled. */
export const BUNDLE = 'bundle';
/** Directory of the files of the release with the bundles in them. */
export const BUNDLED = `${OUTPUT}/bundled/`;
/** Directory of the report of the bundling. */
export const REPORTED = `${OUTPUT}/bundling/`;

/** The stage from which the image takes its dependencies. */
export function releasedModules(plan: ImagePlan): string {
  return directories(plan).length > 0 ? MODULES : modulesStage(plan);
}

/** Takes out of the dependencies what nothing loads; none where packages are in archives, or nothing is to be taken out. */
export function modulesStages(plan: ImagePlan): Stage[] {
  const { pruning } = plan;
  const tops = directories(plan);
  const lists = listsModules(plan);
  const shared = sharing(plan);
  const said = lists ? plan.bundling ? BUNDLE : FILES : NAMED;
  return tops.length === 0 ? [] : [...lists ? [] : [namedStage(plan, tops)], new Stage({
    name: MODULES,
    comments: [
      plan.pruning.enabled ? 'the dependencies without what nothing loads: types, source maps, documentation, tests' : 'the dependencies without what is in the bundle',
      ...plan.bundling ? ['and packages that are in the bundle; a source that loads nothing new runs nothing again'] : lists ? ['and packages that the server does not load; a source that loads nothing new runs nothing again'] : [],
      ...shared.length > 0 ? ['and apart those of packages of the monorepo: images that need the same packages have them as one layer'] : [],
    ],
    from: From.stage(modulesStage(plan)),
    instructions: [
      Instruction.runAll([[
        ...PRUNE_PROGRAM.words(plan), '--list', MODULES_LIST, ...pruning.enabled ? options(plan) : ['--packages'],
        ...pruning.keep.flatMap(glob => ['--keep', glob]), ...pruning.remove.flatMap(glob => ['--remove', glob]), ...tops,
      ], ...shared], {
        mounts: [
          ...PRUNE_PROGRAM.mounts(plan),
          ...shared.length > 0 ? WORKSPACE_PROGRAM.mounts(plan) : [],
          Mount.bind(MODULES_LIST, MODULES_LIST, From.stage(said)),
        ],
      }),
    ],
  })];
}

/**
 * The command that puts apart what packages of the monorepo depend on; none where there is nothing, or where little is left beside
 * a bundle. Images of several packages have it in common, and each has the rest.
 */
function sharing(plan: ImagePlan): string[][] {
  const { sharingPackages: packages } = plan.project._reading;
  return sharesModules(plan) ? [[...WORKSPACE_PROGRAM.words(plan), 'share', SHARED, GATHERED, ...packages.map(path => path === '' ? '.' : path)]] : [];
}

/** True if what packages of the monorepo depend on is a layer of its own. */
export function sharesModules(plan: ImagePlan): boolean {
  return plan.bundling === undefined && plan.project._reading.sharingPackages.length > 0 && directories(plan).includes(GATHERED);
}

/** Names of files that stay, for the project names them. They are read by a step of its own, for most sources that change name what they named before. */
function namedStage(plan: ImagePlan, tops: readonly string[]): Stage {
  return new Stage({
    name: NAMED,
    comments: ['the files of dependencies that the project names; while they are the same, nothing is taken out again'],
    from: From.stage(modulesStage(plan)),
    instructions: [Instruction.run([...PRUNE_PROGRAM.words(plan), '--names', MODULES_LIST, ...tops], {
      mounts: [...PRUNE_PROGRAM.mounts(plan), Mount.bind(PROJECT_DIRECTORY, SOURCES)],
    })],
  });
}

/** True if it is seen in the build which packages the image does without: a framework builds the server, or the application is bundled. */
export function listsModules(plan: ImagePlan): boolean {
  if (plan.bundling) return directories(plan).length > 0;
  const { start, build, needsProductionDependencies, project: { _reading, packageManager } } = plan;
  const isSeen = start.framework && _reading.builtInPackages !== undefined && build !== undefined;
  return isSeen && needsProductionDependencies && packageManager._definition.nodeOptions === undefined
    && !start.developmentDependencies && directories(plan).length > 0;
}

/** The directories in which packages lie as files. */
function directories(plan: ImagePlan): string[] {
  if (!plan.pruning.enabled && !plan.bundling) return [];
  const own = productionTree(plan).map(path => path.replace(/\/$/, '')).filter(path => /(^|\/)node_modules$/.test(path));
  return [...own, ...own.length > 0 && gatheredPackages(plan.project).length > 0 ? [GATHERED] : []];
}

function options({ start, environment, base }: ImagePlan): string[] {
  const words = [...start.entrypoint, ...start.command, environment.NODE_OPTIONS ?? ''].flatMap(word => word.split(/[\s;&|()]+/));
  return [
    ...words.includes('--enable-source-maps') ? ['--source-maps'] : [],
    ...words.some(word => LOADERS.test(word)) ? ['--typescript'] : [],
    // images of a user may have one C library to build and another to run
    ...base.name === 'custom' ? ['--any-libc'] : [],
  ];
}

/** Loaders of TypeScript that are not among the dependencies. */
const LOADERS = /(^|\/)(bun|bunx|deno)$/;
