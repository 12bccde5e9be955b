import { DockerIgnore } from '../dockerfile/index';
import { ignorePattern } from '../dockerfile/pattern';
import { NodejsProject } from '../project/index';
import { PROJECT_DIRECTORY, SUPPORT_DIRECTORY } from './paths';

/** Names of files that hold secrets. */
const SECRETS = ['.env', '.env.*', '*.pem', '*.key', '*.p12', '*.pfx', 'id_rsa*', 'id_ed25519*', 'id_ecdsa*'];

/** What never enters a build context, wherever it lies: history, dependencies of this machine, secrets, leavings. */
const NEVER = [
  '**/.git', '**/node_modules', '**/.ssh', '**/.aws',
  ...SECRETS.map(name => `**/${name}`),
  '**/cdk.out', '**/.nyc_output', '**/.turbo', '**/.nx/cache', '**/.nx/workspace-data', '**/*.tsbuildinfo', '**/.eslintcache', '**/.DS_Store', '**/npm-debug.log*', '**/yarn-error.log',
];

/** What lies at the top of a project for people, editors, builders and forges: a change in it is no other image. */
const NOT_FOR_IMAGES = [
  'coverage', 'Dockerfile*', '*.dockerignore', 'docker-compose*', 'compose.y*ml', 'README*', 'CHANGELOG*', 'CONTRIBUTING*', 'CODE_OF_CONDUCT*', 'SECURITY*',
  '.github', '.gitlab*', '.circleci', '.vscode', '.idea',
];

/** What enters the build context: the project below its directory, and what is ours. */
export function contextRules(project: NodejsProject): DockerIgnore {
  const scopes = contextScopes(project);
  const { workspace } = project;
  const output = workspace?.packages.flatMap(item => item.buildOutput.map(path => `${item.path}/${path}`)) ?? built(project);
  const generated = project.generatedDirectories.filter(directory => !built(project).some(other => directory.startsWith(`${other}/`)))
    .map(directory => workspace ? `${workspace.path}/${directory}` : directory);
  const unwanted = ['', ...workspace?.packages.map(item => `${item.path}/`) ?? []].flatMap(prefix => NOT_FOR_IMAGES.map(path => `${prefix}${path}`));
  const written = project.packageManager._definition.written ?? [];
  return new DockerIgnore({
    allow: [...scopes.map(scope => scope === '' ? PROJECT_DIRECTORY : `${PROJECT_DIRECTORY}/${scope}`), SUPPORT_DIRECTORY],
    deny: [
      ...NEVER,
      ...[...unwanted, ...[...output, ...generated, ...workspace?.nestedPackages ?? []].map(ignorePattern), ...written].map(path => `${PROJECT_DIRECTORY}/${path}`),
    ],
  });
}

/**
 * The files and directories that enter, relative to the directory in which dependencies are installed: of a monorepo the
 * packages that the image needs, and the files of its root.
 */
export function contextScopes({ workspace, manifestFiles, linkedDirectories }: NodejsProject): string[] {
  if (!workspace) return [''];
  const directories = workspace.packages.map(({ path }) => path);
  const lies = (file: string) => directories.some(directory => file.startsWith(`${directory}/`));
  // A directory that installing reads ends with a slash; as a scope it does not.
  const files = [...workspace.rootFiles, ...manifestFiles.filter(file => !lies(file)).map(file => file.replace(/\/$/, ''))];
  const linked = linkedDirectories.filter(directory => !lies(directory));
  const wanted = files.filter(file => !NOT_FOR_IMAGES.some(pattern => expressionOf(pattern).test(file)));
  return [...new Set([...directories, ...linked, ...wanted])].sort();
}

/** Whether a file of this name never enters because it may hold a secret. */
export function isSecret(name: string): boolean {
  return SECRETS.some(pattern => expressionOf(pattern).test(name));
}

function built({ buildScript, buildOutput }: { readonly buildScript?: string; readonly buildOutput: string[] }): string[] {
  return buildScript === undefined ? [] : buildOutput;
}

function expressionOf(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/\./g, '\\.').replace(/\*/g, '[^/]*')}$`, 's');
}
