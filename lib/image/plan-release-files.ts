import { NodejsProject, RootEntry } from '../project/index';
import { relativePath } from './paths';

/** What the release is made of beside dependencies. */
export interface ReleaseFiles {
  /** Files and directories, relative to the project, that have to be there. */
  readonly required: readonly string[];
  /** Those that are taken where they are there. */
  readonly optional: readonly string[];
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

/** What is known of a package. */
interface Contents {
  readonly buildScript?: string;
  readonly buildOutput: string[];
  readonly rootEntries: RootEntry[];
}

/**
 * Decides the files of the release. Of a monorepo it has those of every package that is needed to run, each where it was:
 * what is linked into `node_modules` leads there.
 */
export function planReleaseFiles(project: NodejsProject, own: readonly string[] | undefined, entry: string | undefined): ReleaseFiles {
  const files = own === undefined ? filesOf(project, entry === undefined ? [] : [entry]) : givenFiles(own);
  const { workspace } = project;
  if (!workspace) {
    return files;
  }
  const others = workspace.packages.filter(item => item.production && item.path !== workspace.path);
  const all = [{ path: workspace.path, files }, ...others.map(item => ({ path: item.path, files: filesOf(item, item.exportedFiles) }))];
  const prefixed = (key: 'required' | 'optional') => all.flatMap(item => item.files[key].map(file => `${item.path}/${file}`));
  return {
    required: prefixed('required'),
    optional: prefixed('optional'),
    reason: `${files.reason}${others.length ? `; and what is needed of ${others.map(({ path }) => path).join(', ')}` : ''}`,
  };
}

function givenFiles(own: readonly string[]): ReleaseFiles {
  const paths = own.map(path => relativePath('releaseFiles', path));
  return { required: [...new Set(['package.json', ...paths])], optional: [], reason: 'what the prop "releaseFiles" names, and package.json' };
}

/** @param entries the files that are started or loaded */
function filesOf({ buildScript, buildOutput, rootEntries }: Contents, entries: readonly string[]): ReleaseFiles {
  const output = buildScript === undefined ? [] : buildOutput;
  const isBuilt = (entry: string) => output.some(directory => entry === directory || entry.startsWith(`${directory}/`));
  if (output.length > 0 && entries.every(isBuilt)) {
    const directories = rootEntries.filter(item => item.directory).map(item => item.name);
    return {
      required: ['package.json', ...output],
      optional: ASSETS.filter(name => directories.includes(name) && !output.includes(name)),
      reason: 'what the build wrote, package.json, and the assets beside it',
    };
  }
  const kept = rootEntries.map(item => item.name).filter(name => name !== 'package.json' && !DEVELOPMENT.some(pattern => pattern.test(name)));
  const built = output.filter(directory => !kept.includes(directory.split('/')[0]));
  return { required: ['package.json', ...built], optional: kept, reason: 'everything but tests, documentation and the settings of tools' };
}
