import { NodejsProject, ReleaseFile } from '../project/index';
import { relativePath } from './paths';
import { StartPlan } from './plan-start';

/** What the release is made of beside dependencies. */
export interface ReleaseFiles {
  /** Files and directories, relative to the project, that have to be there. */
  readonly required: readonly string[];
  /** Those that are taken where they are there. */
  readonly optional: readonly string[];
  /** Those that are taken whole, wherever they are to lie. */
  readonly whole: readonly ReleaseFile[];
  /** What is left out of all of them. */
  readonly without: readonly string[];
  /** Why these. */
  readonly reason: string;
}

/** Directories beside a build's output that programs read at run time. */
const ASSETS = ['assets', 'config', 'locales', 'media', 'migrations', 'public', 'static', 'templates', 'translations', 'views'];

/** Top-level entries that a running program does not read. */
const DEVELOPMENT = [
  /^\./,
  /^(tests?|__tests__|__mocks__|specs?|e2e|cypress|playwright|docs?|examples?|bench(marks?)?|coverage|reports|scripts)$/i,
  /\.(test|spec)\.[cm]?[jt]sx?$/,
  /^(eslint|jest|vitest|prettier|babel|commitlint|cypress|playwright|lint-staged|stylelint|webpack|rollup|tsup|tsdown|vite)\.config\./,
  /^(tsconfig|jsconfig).*\.json$/,
  /^(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml|bun\.lockb?|nodemon\.json|lerna\.json|cdk\.json|renovate\.json)$/,
  /^(Makefile|Jenkinsfile|Vagrantfile|Procfile|LICENSE|LICENCE|Dockerfile.*|(docker-)?compose.*\.ya?ml)$/i,
  /\.(md|markdown|log|tgz)$/i,
];

/** Decides the files of the release. */
export function planReleaseFiles(project: NodejsProject, own: readonly string[] | undefined, start: StartPlan): ReleaseFiles {
  const { entry } = start;
  const read = start.framework ? project.releaseFiles : [];
  const whole = read.filter(file => file.optional !== true);
  const optional = read.filter(file => file.optional === true).map(file => file.path);
  const without = project.generatedDirectories.filter(directory => project.buildOutput.some(output => directory.startsWith(`${output}/`)));
  if (own !== undefined) {
    const paths = own.map(path => relativePath('releaseFiles', path));
    return { required: [...new Set(['package.json', ...paths])], optional, whole, without, reason: 'what the prop "releaseFiles" names, and package.json' };
  }
  if (start.framework) {
    return { required: ['package.json'], optional, whole, without, reason: `what the server of ${project.framework} reads` };
  }
  const output = project.buildScript === undefined ? [] : project.buildOutput;
  const within = (directory: string) => entry === undefined || entry === directory || entry.startsWith(`${directory}/`);
  if (output.some(within)) {
    const directories = project.rootEntries.filter(item => item.directory).map(item => item.name);
    return {
      required: ['package.json', ...output],
      optional: ASSETS.filter(name => directories.includes(name) && !output.includes(name)),
      whole,
      without,
      reason: 'what the build wrote, package.json, and the assets beside it',
    };
  }
  const kept = project.rootEntries.map(item => item.name).filter(name => name !== 'package.json' && !DEVELOPMENT.some(pattern => pattern.test(name)));
  const built = output.filter(directory => !kept.includes(directory.split('/')[0]));
  return { required: ['package.json', ...built], optional: kept, whole, without, reason: 'everything but tests, documentation and the settings of tools' };
}
