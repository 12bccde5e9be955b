import { From, Instruction, Mount, Stage } from '../../dockerfile/index';
import { RUNTIMES } from '../../project/index';
import { OUTPUT, PROJECT_DIRECTORY, RELEASE, SUPPORT_DIRECTORY, WORKDIR } from '../paths';
import { ImagePlan } from '../plan/image-plan';
import { proofs } from './gates';
import { productionTree } from './install';
import { BUNDLE, BUNDLED, COLLECTED, FILES, listsModules, MODULES_LIST, releasedModules, SHARED, sharesModules } from './modules';
import { COLLECT_PROGRAM, STATIC_PROGRAM } from './programs';
import { APP, startedWords } from './start-gate';
import { GATHERED, gatheredPackages, modulesStage, packageDirectory, preparedStage, releasedCopies } from './workspace';

export { RELEASE };

/** Directory of the files that the build context brought, beside what installing and building made of it. */
const SOURCES = '/sources';
/** The dependencies before the build, and those of the image: both beside what the build made of them. */
const PREPARED = '/prepared';
const PRODUCTION = '/production';
/** The dependencies of packages of a monorepo. */
const GATHERED_PRODUCTION = '/gathered';
/** Directory of those of them that the application may write to. */
const WRITABLE = `${OUTPUT}/writable/`;

/** The files of the release in one directory: what no reason rules out, and all that the start is seen to read. */
export function filesStage(plan: ImagePlan): Stage {
  return new Stage({
    name: FILES,
    comments: [`the release has ${plan.releaseFiles.reason}`],
    from: From.stage(preparedForRelease(plan)),
    instructions: [
      Instruction.run([...COLLECT_PROGRAM.words(plan), COLLECTED, ...collectArguments(plan)], {
        mounts: [...COLLECT_PROGRAM.mounts(plan), Mount.bind(PROJECT_DIRECTORY, SOURCES), ...comparesModules(plan) ? [
          // sources bring no node_modules with them, and what a changed source changes would be hashed as a whole
          Mount.bind(WORKDIR, PREPARED, From.stage('deps')),
          Mount.bind(WORKDIR, PRODUCTION, From.stage(productionTree(plan).length > 0 ? modulesStage(plan) : 'base')),
        ] : [], ...listsModules(plan) && !plan.bundling && gatheredPackages(plan.project).length > 0 ? [
          Mount.bind(GATHERED, GATHERED_PRODUCTION, From.stage(modulesStage(plan))),
        ] : []],
      }),
      ...releasedCopies(plan, COLLECTED),
      ...apart(plan),
    ],
  });
}

/** True if a build may have written modules that the image does not install. Plug'n'Play has them in archives. */
function comparesModules(plan: ImagePlan): boolean {
  const { needsProductionDependencies, releaseFiles: { only, reads }, project: { packageManager: { _definition: { nodeOptions } } } } = plan;
  // the server of a framework has its modules with it
  const isOwn = needsProductionDependencies || only.length + reads.length === 0;
  return preparedForRelease(plan) !== 'source' && isOwn && nodeOptions === undefined;
}

/**
 * Modules that a step before the build generated, which the dependencies of the image lack. Behind a build they are among what is
 * collected, for it compares all that there is; copied as well they would be in the image twice.
 */
export function generatedModules(plan: ImagePlan): readonly string[] {
  return plan.needsProductionDependencies && !comparesModules(plan) ? plan.project.generatedModules : [];
}

function collectArguments(plan: ImagePlan): string[] {
  const { releaseFiles, start, environment, healthCheck } = plan;
  const { packages, linked, built, entry, only, included, reads, optional, whole, site, without } = releaseFiles;
  const each = (option: string, values: readonly string[]) => values.flatMap(value => [`--${option}`, value]);
  const [own] = packages;
  const words = [
    ...Object.entries(environment).flatMap(([name, value]) => namesFile(name, value) ? [`${name}=${value}`] : []),
    ...start.entrypoint, ...start.command, ...runsFile(healthCheck) ? healthCheck : [],
  ];
  const alone = packages.length === 1 && own.directory === '';
  return [
    ...alone ? [] : packages.flatMap(({ directory, loaded }) => ['--package', directory === '' ? '.' : directory, ...each('load', loaded)]),
    ...each('linked', linked),
    ...each('built', built),
    ...each('entry', entry === undefined ? [] : [entry]),
    ...each('only', only),
    ...each('included', included),
    ...each('reads', reads),
    ...each('if-present', optional),
    ...whole.flatMap(({ path, target }) => ['--whole', path, target ?? path]),
    ...each('site', site === undefined ? [] : [site]),
    ...each('without', without),
    ...comparesModules(plan) ? ['--modules', PREPARED, PRODUCTION] : [],
    ...listsModules(plan) && !plan.bundling ? listArguments(plan) : [],
    '--start', ...behindNode(words),
  ];
}

/** Arguments that decide about the packages that a server which a framework built has in its image. */
function listArguments({ project, pruning, environment }: ImagePlan): string[] {
  const each = (option: string, values: readonly string[]) => values.flatMap(value => [`--${option}`, value]);
  return [
    '--list', MODULES_LIST,
    ...each('built-in', project._reading.builtInPackages ?? []),
    ...each('keep', pruning.keep),
    ...each('named', namedByVariables(environment)),
    ...gatheredPackages(project).length > 0 ? ['--gathered', GATHERED_PRODUCTION] : [],
  ];
}

/** Values of variables that may name packages. */
export function namedByVariables(environment: ImagePlan['environment']): string[] {
  return Object.entries(environment).filter(([name, value]) => !UNNAMING.has(name) && NAMES_PACKAGE.test(value)).map(([, value]) => value);
}

/** Variables that name no package, and values that may name one. */
const UNNAMING = new Set(['NODE_ENV', 'HOST', 'PORT', 'PATH']);
const NAMES_PACKAGE = /^(@[\w.~-]+\/)?[A-Za-z_][\w.~-]*(\/[\w./~-]+)?$/;

/** Node.js takes the option for a file of variables to itself wherever it stands, unless it is behind `--`. */
export function behindNode(words: readonly string[]): readonly string[] {
  return words.some(word => word.startsWith('--env-file')) ? ['--', ...words] : words;
}

/** True if a variable may name what is loaded. */
function namesFile(name: string, value: string): boolean {
  return name === 'NODE_OPTIONS' || /^(\.{0,2}\/)?[\w@./-]+\.[cm]?[jt]sx?(on)?$/.test(value);
}

/** True if the health check is more than a line of code. */
function runsFile(healthCheck: readonly string[] | undefined): healthCheck is readonly string[] {
  return healthCheck !== undefined && !healthCheck.includes('-e');
}

/** The stage that has everything that is generated. */
export function preparedForRelease(plan: ImagePlan): string {
  return plan.build ? 'build' : preparedStage(plan);
}

/**
 * Instructions that move what the application may write to out of what belongs to root: a directory that is there already keeps
 * its owner, whatever is copied over it. One that is not there is made, for a runtime image may have no shell to do so.
 */
function apart(plan: ImagePlan): Instruction[] {
  const directories = writable(plan);
  const above = directories.map(directory => directory.includes('/') ? `${WRITABLE}${directory.slice(0, directory.lastIndexOf('/'))}` : WRITABLE);
  return directories.length === 0 ? [] : [Instruction.runAll([
    ['mkdir', '-p', ...new Set([...plan.writableDirectories.map(directory => `${COLLECTED}${directory}`), ...above])],
    ...directories.map(directory => ['mv', `${COLLECTED}${directory}`, `${WRITABLE}${directory}`]),
  ])];
}

/** The directories that the application may write to, without those in others of them. */
function writable({ writableDirectories }: ImagePlan): string[] {
  return writableDirectories.filter(directory => !writableDirectories.some(other => directory.startsWith(`${other}/`)));
}

/**
 * The image that runs: production dependencies and what the project needs, on the runtime image. Where it is started before it
 * is the release, it is a stage of its own.
 */
export function appStage(plan: ImagePlan, before: Instruction[], after: Instruction[]): Stage {
  return new Stage({
    name: plan.startGate ? APP : RELEASE,
    from: From.argument('NODE_RUNTIME_IMAGE', plan.base.runtimeImage),
    instructions: [
      ...before,
      Instruction.workdir(WORKDIR),
      ...plan.startGate ? [] : proofs(plan, './'),
      ...files(plan),
      ...packageDirectory(plan.project),
      ...after,
      ...settings(plan),
    ],
  });
}

/** Release stage, copied from the stage that was started, once it passed. */
export function releaseStage(plan: ImagePlan, app: Stage): Stage {
  return plan.startGate ? new Stage({
    name: RELEASE,
    comments: ['takes of each gate an empty directory, which is there only if it passed'],
    from: From.stage(APP),
    // into a directory that nothing before can have changed: a layer of its own brings the directories above with it
    instructions: proofs(plan, '/'),
  }) : app;
}

function files(plan: ImagePlan): Instruction[] {
  return [
    ...plan.init ? initFile() : [],
    ...plan.start.servesFiles ? [Instruction.copy([STATIC_PROGRAM.source], STATIC_PROGRAM.target, { link: true })] : [],
    ...sharesModules(plan) ? [Instruction.copy([SHARED], './', { link: true, from: From.stage(releasedModules(plan)) })] : [],
    ...productionTree(plan).map(path => {
      const name = path.replace(/\/$/, '');
      return Instruction.copy([`${WORKDIR}/${name}`], `./${name}`, { link: true, from: From.stage(releasedModules(plan)) });
    }),
    ...productionTree(plan).length && gatheredPackages(plan.project).length ? [Instruction.copy([GATHERED], './', { link: true, from: From.stage(releasedModules(plan)) })] : [],
    ...generatedModules(plan).map(path =>
      Instruction.copy([`${WORKDIR}/${path}`], `./${path}`, { link: true, from: From.stage(preparedForRelease(plan)) })),
    ...runtime(plan),
    plan.bundling ? Instruction.copy([BUNDLED], './', { link: true, from: From.stage(BUNDLE) })
      : Instruction.copy([COLLECTED], './', { link: true, from: From.stage(FILES) }),
    ...writable(plan).map(directory => Instruction.copy([`${WRITABLE}${directory}/`], `./${directory}/`, {
      link: true, chown: plan.user, from: From.stage(FILES),
    })),
  ];
}

/** Runtime of the application beside Node.js, where the start command names it. */
function runtime(plan: ImagePlan): Instruction[] {
  const programs = [...plan.start.entrypoint, ...plan.start.command].flatMap(word => word.split(/[\s;&|()]+/));
  return RUNTIMES.filter(({ programs: own }) => own.some(program => programs.includes(program)))
    .map(({ file, name }) => Instruction.copy([file], `/usr/local/bin/${name}`, { link: true, from: From.stage('base') }));
}

/** The init for the platform that is built for. */
function initFile(): Instruction[] {
  return [
    Instruction.arg('TARGETARCH'),
    Instruction.copy([`${SUPPORT_DIRECTORY}/init-\${TARGETARCH}`], '/init', { link: true, chmod: '755', expand: true }),
  ];
}

function settings(plan: ImagePlan): Instruction[] {
  const { labels, port, healthCheck, start } = plan;
  const entrypoint = startedWords({ init: plan.init, start: { ...start, command: [] } });
  return [
    Instruction.env({ ...plan.environment }),
    ...Object.keys(labels).length ? [Instruction.label({ ...labels })] : [],
    ...port === undefined ? [] : [Instruction.expose(port)],
    healthCheck ? Instruction._healthCheck([...healthCheck], plan.healthTiming) : Instruction.noHealthCheck(),
    Instruction.user(plan.user),
    Instruction.entrypoint(entrypoint),
    ...start.command.length ? [Instruction.cmd([...start.command])] : [],
  ];
}
