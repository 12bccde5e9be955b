import { From, Instruction, Mount, Stage } from '../../dockerfile/index';
import { BUNDLER } from '../../project/dated-facts/dated-facts';
import { OUTPUT, WORKDIR } from '../paths';
import { ImagePlan } from '../plan/image-plan';
import { productionTree } from './install';
import { BUNDLE, BUNDLED, COLLECTED, FILES, MODULES_LIST, REPORTED } from './modules';
import { BUNDLING_PROGRAM } from './programs';
import { behindNode, generatedModules, namedByVariables, preparedForRelease } from './release';
import { GATHERED, gatheredPackages, modulesStage } from './workspace';

/** The stage with the bundler, of which nothing is in the image. */
const BUNDLER_STAGE = 'bundler';
const BUNDLER_DIRECTORY = `${OUTPUT}/bundler`;
/** Report of the bundling. */
const BUNDLING_REPORT = `${REPORTED}report.json`;
/** Directory of the files of the release as they were collected. */
const RELEASED = '/released';

/** The stage that installs the bundler, and the one that bundles; none where nothing is bundled. */
export function bundleStages(plan: ImagePlan): Stage[] {
  const { project, bundling } = plan;
  if (bundling === undefined) return [];
  const modules = productionTree(plan).length > 0;
  return [
    new Stage({
      name: BUNDLER_STAGE,
      from: From.stage('base'),
      instructions: [Instruction.run(['npm', 'install', '--prefix', BUNDLER_DIRECTORY, '--ignore-scripts', '--no-audit', '--no-fund', `esbuild@${BUNDLER.version}`])],
    }),
    new Stage({
      name: BUNDLE,
      comments: ['the application in bundles, without what cannot be shown to work in one: the log says what and why'],
      from: From.stage(modules ? modulesStage(plan) : 'base'),
      instructions: [
        ...modules && gatheredPackages(project).length > 0 ? [Instruction.copy([GATHERED], './', { from: From.stage(modulesStage(plan)) })] : [],
        ...generatedModules(plan).map(path => Instruction.copy([`${WORKDIR}/${path}`], `./${path}`, { from: From.stage(preparedForRelease(plan)) })),
        Instruction.copy([COLLECTED], './', { from: From.stage(FILES) }),
        Instruction.run([...BUNDLING_PROGRAM.words(plan), ...bundleArguments(plan)], {
          mounts: [
            ...BUNDLING_PROGRAM.mounts(plan),
            Mount.bind(COLLECTED.replace(/\/$/, ''), RELEASED, From.stage(FILES)),
            Mount.bind(BUNDLER_DIRECTORY, BUNDLER_DIRECTORY, From.stage(BUNDLER_STAGE)),
          ],
          network: false,
        }),
      ],
    }),
  ];
}

function bundleArguments(plan: ImagePlan): string[] {
  const { project, start, environment, pruning } = plan;
  const { external, entries, minify, sourceMaps } = plan.bundling!;
  const each = (option: string, values: readonly string[]) => values.flatMap(value => [`--${option}`, value]);
  const words = [environment.NODE_OPTIONS ?? '', ...start.entrypoint, ...start.command].filter(word => word !== '');
  const readsMaps = words.some(word => word.includes('--enable-source-maps'));
  return [
    '--esbuild', BUNDLER_DIRECTORY,
    '--released', RELEASED,
    '--target', BUNDLED,
    '--list', MODULES_LIST,
    '--report', BUNDLING_REPORT,
    '--directory', project.workspace?.path ?? '.',
    '--node', String(project.nodeVersion.line),
    ...each('external', external),
    ...each('entry', entries),
    ...each('keep', pruning.keep),
    ...each('named', namedByVariables(environment)),
    ...sourceMaps ?? readsMaps ? ['--source-maps'] : [],
    ...minify ? ['--minify'] : [],
    '--start', ...behindNode(words),
  ];
}
