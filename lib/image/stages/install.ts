import { From, Instruction, Stage } from '../../dockerfile/index';
import { shellWord } from '../../dockerfile/quote';
import { InstallScriptNeeds, NativeModules, runtimeOf } from '../../project/index';
import { BuildStep } from '../build-secret';
import { PROJECT_DIRECTORY, WORKDIR } from '../paths';
import { ImagePlan } from '../plan/image-plan';
import { buildStep } from './build-step';
import { droppedScripts, installContext, installSteps } from './install-steps';
import { WORKSPACE_PROGRAM } from './programs';
import { scriptCommand } from './scripts';
import { gathering, preparedStage, removal, renewal } from './workspace';

const PRODUCTION_MANIFESTS = 'prod-manifests';

/** The build image with the package manager in it. */
export function baseStage(plan: ImagePlan): Stage {
  const { packageManager, nativeModules } = plan.project;
  const { toolchain, nodeHeaders } = plan.base;
  const runtimes = plan.project.runtimes.map(specifier => provisionRuntime(specifier));
  const provision = [toolchain && [...toolchain], packageManager.provision(), ...runtimes].filter(argv => argv !== undefined);
  const { environment = {}, headersVariable } = packageManager._definition;
  return new Stage({
    name: 'base',
    from: From.argument('NODE_BUILD_IMAGE', plan.base.buildImage),
    instructions: [
      Instruction.workdir(WORKDIR),
      ...provision.length ? [Instruction.runAll(provision)] : [],
      ...Object.keys(environment).length ? [Instruction.env({ ...environment })] : [],
      // What is compiled takes the headers from here and downloads none.
      ...nodeHeaders !== undefined && nativeModules !== NativeModules.NONE ? [Instruction.env({ [headersVariable]: nodeHeaders })] : [],
    ],
  });
}

/** The command that installs a runtime, given as `bun@1.4.5`. */
function provisionRuntime(specifier: string): string[] {
  const [name, version] = specifier.split('@');
  return runtimeOf(name)!.provision(version);
}

/** Stage with the files that installing reads and nothing else, so that a change of a source installs nothing again. */
export function manifestsStage(plan: ImagePlan): Stage {
  return new Stage({
    name: 'manifests',
    comments: ['what installing reads, and nothing else: a changed source installs nothing again'],
    from: From.stage('base'),
    instructions: copyEach(plan.project.manifestFiles),
  });
}

/** The same for production, in a monorepo where fewer packages are needed to run than to build. */
export function productionManifestsStage(plan: ImagePlan): Stage[] {
  return hasOwnProductionManifests(plan) ? [new Stage({
    name: PRODUCTION_MANIFESTS,
    comments: ['the same without the packages that are not needed to run'],
    from: From.stage('base'),
    instructions: copyEach(plan.project.workspace!.productionManifestFiles),
  })] : [];
}

/** All dependencies. */
export function depsStage(plan: ImagePlan): Stage {
  const { project } = plan;
  const reader = project.installScripts.find(script => script.needs === InstallScriptNeeds.SOURCES);
  const { together, only } = project._reading.installation;
  const removed = removal(plan, false);
  return new Stage({
    name: 'deps',
    comments: [
      ...reader ? [`the script "${reader.name}" reads sources while dependencies are installed: ${reader.reason}`] : [],
      ...only === undefined ? [] : [only.length === 0 ? 'no script of a dependency runs' : `of dependencies, the scripts of these alone run: ${only.join(', ')}`],
      ...together === undefined ? [] : [`without a cache: ${together}, and what runs then could change it for others`],
    ],
    from: From.stage('manifests'),
    instructions: [
      ...reader ? [copySources()] : [],
      ...installSteps(plan, {
        production: false, prepare: removed, finish: [], preparedByProgram: removed.length > 0, finishedByProgram: false,
      }),
    ],
  });
}

/** The dependencies of production alone, installed beside the others from the same layer. */
export function productionDepsStage(plan: ImagePlan): Stage {
  const { project } = plan;
  const { _definition: definition, pinnedVersion } = project.packageManager;
  const reader = project.installScripts.find(script => script.production && script.needs === InstallScriptNeeds.SOURCES);
  const removed = removal(plan, true);
  const gathered = gathering(plan);
  const dropped = droppedScripts(plan);
  const { before, after } = definition.aroundProduction?.(installContext(plan), pinnedVersion) ?? { before: [], after: [] };
  return new Stage({
    name: 'prod-deps',
    comments: dropped.map(script => `without the script "${script.name}": ${script.reason}`),
    from: From.stage(hasOwnProductionManifests(plan) ? PRODUCTION_MANIFESTS : 'manifests'),
    instructions: [
      ...reader ? [copySources()] : [],
      ...installSteps(plan, {
        production: true,
        prepare: [
          ...removed,
          ...dropped.length ? [['npm', 'pkg', 'delete', ...dropped.map(script => `scripts.${script.name}`)]] : [],
          ...before,
        ],
        finish: [...after, ...gathered],
        preparedByProgram: removed.length > 0,
        finishedByProgram: gathered.length > 0,
      }),
    ],
  });
}

/** Installed dependencies that the release takes: of the project, and of packages in it that are installed by script. */
export function productionTree({ project, needsProductionDependencies }: ImagePlan): string[] {
  const { productionTree: own, nodeOptions } = project.packageManager._definition;
  const needed = needsProductionDependencies || nodeOptions !== undefined;
  return [...needed ? own : [], ...project.productionPackages.map(directory => `${directory}/node_modules`)];
}

/** The project with its dependencies. */
export function sourceStage(plan: ImagePlan): Stage {
  const copied = plan.project.installScripts.some(script => script.needs === InstallScriptNeeds.SOURCES);
  return new Stage({ name: 'source', from: From.stage('deps'), instructions: copied ? [] : [copySources()] });
}

/** Stage in which the build script writes. */
export function buildStage(plan: ImagePlan): Stage {
  const { project, buildEnvironment: environment } = plan;
  const { script, commands } = plan.build!;
  const { packageManager, workspace } = project;
  // The build of a root builds its packages, too.
  const renewed = workspace ? [] : project._injectedPackages;
  const run = (name: string) => workspace ? packageManager.runIn(workspace.path, name, project.packageName) : packageManager.run(name);
  const byScript = script === undefined ? [] : [run(script)];
  const beside = commands.length === 0 ? [] : [commandLine(plan, commands)];
  return new Stage({
    name: 'build',
    from: From.stage(preparedStage(plan)),
    instructions: [
      ...plan.buildArgs.map(name => Instruction.arg(name)),
      ...Object.keys(environment).length ? [Instruction.env({ ...environment })] : [],
      buildStep(plan, [...[...byScript, ...beside].map(argv => scriptCommand(plan, BuildStep.BUILD, argv)), ...renewal(plan, renewed)],
        renewed.length ? WORKSPACE_PROGRAM.mounts(plan) : []),
    ],
  });
}

/** Command line of the start script's build, with the commands of dependencies as the package manager would find them. */
function commandLine({ project: { workspace } }: ImagePlan, commands: readonly string[]): string[] {
  const up = workspace === undefined ? '' : '../'.repeat(workspace.path.split('/').length);
  const directories = up === '' ? ['node_modules/.bin'] : ['node_modules/.bin', `${up}node_modules/.bin`];
  const line = `export PATH="${directories.map(directory => `$PWD/${directory}:`).join('')}$PATH"; ${commands.join(' && ')}`;
  return ['/bin/sh', '-c', workspace === undefined ? line : `cd ${shellWord(workspace.path)} && ${line}`];
}

function copySources(): Instruction {
  return Instruction.copy([`${PROJECT_DIRECTORY}/`], './');
}

function hasOwnProductionManifests({ project }: ImagePlan): boolean {
  const { workspace, manifestFiles } = project;
  return workspace !== undefined && workspace.productionManifestFiles.join('\n') !== manifestFiles.join('\n');
}

function copyEach(files: readonly string[]): Instruction[] {
  return byDirectory(files).map(([directory, names]) => Instruction.copy(names, directory));
}

/** A COPY for each directory, because a COPY puts all files into one. */
function byDirectory(files: readonly string[]): [string, string[]][] {
  const directories = new Map<string, string[]>();
  for (const file of files) {
    if (file.endsWith('/')) {
      directories.set(`./${file}`, [`${PROJECT_DIRECTORY}/${file}`]);
      continue;
    }
    const directory = file.includes('/') ? `${file.slice(0, file.lastIndexOf('/'))}/` : './';
    directories.set(directory, [...directories.get(directory) ?? [], `${PROJECT_DIRECTORY}/${file}`]);
  }
  return [...directories];
}
