import { NodejsDockerfile } from '../../image/index';

/** Purpose of each stage. */
const STAGES: { readonly [stage: string]: (dockerfile: NodejsDockerfile) => string } = {
  'base': ({ project }) => `the build image, with ${project.packageManager.name} in it`,
  'manifests': () => 'what installing reads, and nothing else: a changed source installs nothing again',
  'prod-manifests': () => 'the same, without packages that are not needed to run',
  'deps': ({ project }) => `installs all dependencies${project.lockfile === undefined ? '' : `, as ${project.lockfile} has them`}`,
  'prod-deps': () => 'installs what is needed to run, beside the others',
  'run-deps': () => 'all dependencies, for what starts needs those of development',
  'named': () => 'reads which files of its dependencies the project names',
  'modules': () => 'takes out of them what nothing loads: types, source maps, documentation, tests',
  'programs': () => 'a newer Node.js for the programs of the build: that of the project is too old for them',
  'source': () => 'the files of the project',
  'packages': () => 'builds the packages of the monorepo that this one needs',
  'build': ({ project }) => `builds${project.buildScript === undefined ? '' : `: the script ${project.buildScript}`}`,
  'files': () => 'collects what the release has, and says in the log what it leaves out, and why',
  'bundler': () => 'installs esbuild, of which nothing is in the image',
  'bundle': () => 'bundles the application, and says in the log what stays outside, and why',
  'empty': () => 'an empty directory, for those that the application writes to',
  'app': () => 'the image, before it is the release: production dependencies and files on the runtime image',
  'gate-start': () => 'starts the image as it will run, without a network',
  'test-report': () => 'the logs and reports of the gates, for those who ask for them',
  'release': () => 'the image; it takes something from each gate, so that every build of it runs all of them',
};

/** Why a stage is there. */
export function reasonOf(stage: string, dockerfile: NodejsDockerfile): string {
  if (Object.hasOwn(STAGES, stage)) return STAGES[stage](dockerfile);
  if (stage.startsWith('gate-')) return `the gate ${stage.slice('gate-'.length)}: there is no image unless it passes`;
  return dockerfile.stages.find(({ name }) => name === stage)?.comments[0] ?? 'a stage of your own';
}
