import { DockerIgnore } from '../dockerfile/index';
import { ignorePattern } from '../dockerfile/pattern';
import { NodejsProject } from '../project/index';
import { PROJECT_DIRECTORY, SUPPORT_DIRECTORY } from './paths';

/** What never enters a build context, wherever it lies: history, dependencies of this machine, secrets, leavings. */
const NEVER = [
  '**/.git', '**/node_modules', '**/.env', '**/.env.*', '**/.ssh', '**/.aws',
  '**/*.pem', '**/*.key', '**/*.p12', '**/*.pfx', '**/id_rsa*', '**/id_ed25519*', '**/id_ecdsa*',
  '**/cdk.out', '**/.nyc_output', '**/.DS_Store', '**/npm-debug.log*', '**/yarn-error.log',
];

/** What lies at the top of a project for people, editors, builders and forges: a change in it is no other image. */
const NOT_FOR_IMAGES = [
  'coverage', 'Dockerfile*', '*.dockerignore', 'docker-compose*', 'compose.y*ml', 'README*', 'CHANGELOG*', 'CONTRIBUTING*', 'CODE_OF_CONDUCT*', 'SECURITY*',
  '.github', '.gitlab*', '.circleci', '.vscode', '.idea',
];

/** What enters the build context: the project below its directory, and what is ours. */
export function contextRules(project: NodejsProject): DockerIgnore {
  const output = project.buildScript === undefined ? [] : project.buildOutput;
  const generated = project.generatedDirectories.filter(directory => !output.some(other => directory.startsWith(`${other}/`)));
  return new DockerIgnore({
    allow: [PROJECT_DIRECTORY, SUPPORT_DIRECTORY],
    deny: [...NEVER, ...[...NOT_FOR_IMAGES, ...[...output, ...generated].map(ignorePattern), ...project.packageManager._definition.written ?? []].map(path => `${PROJECT_DIRECTORY}/${path}`)],
  });
}
