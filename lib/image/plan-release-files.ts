import { posix } from 'path';
import { NodejsProject, ReleaseFile, RootEntry, WorkspacePackage } from '../project/index';
import { relativePath } from './paths';
import { StartPlan } from './plan-start';

/** What the release is made of beside dependencies. */
export interface ReleaseFiles {
  /** Files and directories, relative to where dependencies are installed, that have to be there. */
  readonly required: readonly string[];
  /** Those that the build wrote: one of each group has to be there. */
  readonly built: readonly (readonly string[])[];
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
const ASSETS = [
  'assets', 'config', 'data', 'db', 'drizzle', 'emails', 'fonts', 'graphql', 'i18n', 'images', 'lang', 'locales', 'media', 'migrations',
  'prisma', 'proto', 'protos', 'public', 'resources', 'schemas', 'seeds', 'static', 'templates', 'translations', 'views',
];

/** Files beside a build's output that servers, process managers and agents read when they start, and those that programs read. */
const RUNTIME_FILES = [
  /^(next\.config|ecosystem\.config|knexfile|ormconfig|newrelic)\.[a-z]+$/,
  /^(openapi|swagger|asyncapi|config|settings)\.(json|ya?ml|toml)$/,
  /\.(graphql|gql|proto|sql|ejs|hbs|pug|mustache|njk|csv|wasm)$/,
];

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

/** Those of them that compilers and development servers read. */
const COMPILER_SETTINGS = [
  /^(tsconfig|jsconfig).*\.json$/,
  /^(babel|webpack|rollup|vite)\.config\./,
  /^(\.babelrc|\.swcrc|nodemon\.json$)/,
];

/** Programs and modules that compile sources when they start. */
const COMPILERS = /(^|[/@])(tsx|ts-node|ts-node-dev|ts-node-esm|babel-node|babel\/register|swc-node|esbuild-register)(\/|$)/;

/** What is known of a package. */
interface Contents {
  readonly buildOutput: string[];
  readonly rootEntries: RootEntry[];
}

/**
 * Decides the files of the release. Of a monorepo it has those of every package that is needed to run, each where it was:
 * what is linked into `node_modules` leads there.
 */
export function planReleaseFiles(project: NodejsProject, own: readonly string[] | undefined, start: StartPlan): ReleaseFiles {
  const files = filesOfProject(project, own, start);
  const { workspace } = project;
  if (!workspace) {
    return withLinked(files, project);
  }
  const compiles = compilesSources(start);
  // Without modules, what the server brings has the others in it.
  const links = project.productionModules || !start.framework;
  const others = workspace.packages.filter(item => links && item.production && item.path !== workspace.path)
    .map(item => ({ path: item.path, files: builtByAnother(item, filesOf(item, item.exportedFiles, compiles)) }));
  const all = [{ path: workspace.path, files }, ...others];
  const prefixed = (key: 'required' | 'optional' | 'without') => all.flatMap(item => item.files[key].map(file => `${item.path}/${file}`));
  return withLinked({
    required: prefixed('required'),
    built: all.flatMap(item => item.files.built.map(group => group.map(file => `${item.path}/${file}`))),
    optional: prefixed('optional'),
    whole: files.whole.map(({ path, target = path }) => ({ path: `${workspace.path}/${path}`, target: posix.join(workspace.path, target) })),
    without: prefixed('without'),
    reason: `${files.reason}${others.length ? `; and what is needed of ${others.map(({ path }) => path).join(', ')}` : ''}`,
  }, project);
}

/** The files, and those of dependencies that are links to directories, without what is for the build alone. */
function withLinked(files: ReleaseFiles, { linkedDirectories: linked, buildOnlyFiles }: NodejsProject): ReleaseFiles {
  const known = [...files.required, ...files.built.flat(), ...files.optional];
  const required = [...files.required, ...linked.filter(directory => !liesIn(known, directory))];
  return { ...files, required, without: [...files.without, ...buildOnlyFiles] };
}

/** What no script of a package itself builds may be built by another one, or by none. */
function builtByAnother({ buildScript }: WorkspacePackage, files: ReleaseFiles): ReleaseFiles {
  return buildScript === undefined ? { ...files, built: [], optional: [...files.built.flat(), ...files.optional] } : files;
}

function filesOfProject(project: NodejsProject, own: readonly string[] | undefined, start: StartPlan): ReleaseFiles {
  const read = start.framework ? project.releaseFiles : [];
  const whole = read.filter(file => file.optional !== true);
  const optional = read.filter(file => file.optional === true).map(file => file.path);
  const without = project.generatedDirectories.filter(directory => project.buildOutput.some(path => directory.startsWith(`${path}/`)));
  if (own !== undefined) {
    return { ...givenFiles(own, outputOf(project)), optional, whole, without };
  }
  if (start.framework) {
    return { required: ['package.json'], built: [], optional, whole, without, reason: `what the server of ${project.framework} reads` };
  }
  const { entry, developmentDependencies } = start;
  const contents = { rootEntries: entriesOf(project, entry), buildOutput: [...outputOf(project)] };
  return { ...filesOf(contents, entry === undefined ? [] : [entry], compilesSources(start), developmentDependencies !== true), whole, without };
}

/** What lies at the top, without packages that are installed by a script, built, and not needed for anything else. */
function entriesOf(project: NodejsProject, entry: string | undefined): RootEntry[] {
  const output = outputOf(project);
  const onlyBuilt = project.nestedPackages.filter(directory => output.some(path => path !== directory && liesIn([directory], path))
    && !project.productionPackages.includes(directory) && !(entry !== undefined && liesIn([directory], entry)));
  return project.rootEntries.filter(({ name }) => !onlyBuilt.includes(name));
}

function givenFiles(own: readonly string[], output: readonly string[]): Pick<ReleaseFiles, 'required' | 'built' | 'reason'> {
  const paths = own.map(path => relativePath('releaseFiles', path));
  return {
    required: [...new Set(['package.json', ...paths.filter(path => !liesIn(output, path))])],
    built: paths.filter(path => liesIn(output, path)).map(path => [path]),
    reason: 'what the prop "releaseFiles" names, and package.json',
  };
}

/**
 * @param entries the files that are started or loaded
 * @param compiles whether what starts compiles sources
 * @param outputAlone whether what the build wrote is enough where the entries lie in it
 */
function filesOf(contents: Contents, entries: readonly string[], compiles: boolean, outputAlone = true): ReleaseFiles {
  const { rootEntries } = contents;
  const output = contents.buildOutput;
  if (outputAlone && output.length > 0 && entries.every(entry => liesIn(output, entry))) {
    const beside = rootEntries
      .filter(({ name, directory }) => directory ? ASSETS.includes(name) : RUNTIME_FILES.some(pattern => pattern.test(name)))
      .map(item => item.name);
    return {
      required: ['package.json'],
      built: [output],
      optional: beside.filter(name => !output.includes(name)),
      whole: [],
      without: [],
      reason: 'what the build wrote, package.json, and the assets beside it',
    };
  }
  const matches = (patterns: readonly RegExp[], name: string) => patterns.some(pattern => pattern.test(name));
  const kept = rootEntries.map(item => item.name).filter(name =>
    name !== 'package.json' && (!matches(DEVELOPMENT, name) || (compiles && matches(COMPILER_SETTINGS, name))));
  return {
    required: ['package.json'],
    built: [output.filter(directory => !kept.includes(directory.split('/')[0]))].filter(group => group.length > 0),
    optional: kept,
    whole: [],
    without: [],
    reason: compiles ? 'everything but tests and documentation, for what starts compiles sources' : 'everything but tests, documentation and the settings of tools',
  };
}

function compilesSources({ developmentDependencies, command }: StartPlan): boolean {
  return developmentDependencies === true || command.some(word => word.split(' ').some(part => COMPILERS.test(part)));
}

function outputOf({ buildScript, buildOutput }: NodejsProject): readonly string[] {
  return buildScript === undefined ? [] : buildOutput;
}

function liesIn(directories: readonly string[], path: string): boolean {
  return directories.some(directory => path === directory || path.startsWith(`${directory}/`));
}
