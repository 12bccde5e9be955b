import { DockerIgnore } from '../dockerfile/index';
import { ignorePattern } from '../dockerfile/pattern';
import { NodejsProject } from '../project/index';
import { LEFTOVERS, secretNames } from '../project/kept-out';
import { PROJECT_DIRECTORY, SUPPORT_DIRECTORY } from './paths';

/**
 * Files at the top of a package for people, editors, builders and forges: a change in it is no other image, unless a
 * file of the project names it. `*` stands for any characters.
 */
export const FOR_PEOPLE: readonly string[] = [
  'README*', 'CHANGELOG*', 'CONTRIBUTING*', 'CODE_OF_CONDUCT*', 'SECURITY.md',
  'Dockerfile*', '*.dockerignore', 'docker-compose*', 'compose.yml', 'compose.yaml', '.github', '.gitlab*', '.circleci', '.vscode', '.idea',
];

/** Paths that enter the build context: the project below its directory, and what is ours. */
export function contextRules(project: NodejsProject): DockerIgnore {
  const scopes = contextScopes(project);
  const forPeople = packagesOf(project).flatMap(directory => FOR_PEOPLE.map(name => directory === '' ? name : `${ignorePattern(directory)}/${name}`));
  return new DockerIgnore({
    allow: [...scopes.map(scope => scope === '' ? PROJECT_DIRECTORY : `${PROJECT_DIRECTORY}/${scope}`), SUPPORT_DIRECTORY],
    deny: [
      ...[...LEFTOVERS, ...secretNames()].map(name => `**/${name}`),
      ...[...forPeople, ...madeInBuild(project)].map(path => `${PROJECT_DIRECTORY}/${path}`),
    ],
  });
}

/** Patterns of what is made in the build, relative to where dependencies are installed. */
export function madeInBuild(project: NodejsProject): string[] {
  const { workspace } = project;
  const output = workspace?.packages.flatMap(item => item.buildOutput.map(path => `${item.path}/${path}`)) ?? built(project);
  const generated = project.generatedDirectories.filter(directory => !built(project).some(other => directory.startsWith(`${other}/`)))
    .map(directory => workspace ? `${workspace.path}/${directory}` : directory);
  return [...[...output, ...generated, ...workspace?.nestedPackages ?? []].map(ignorePattern), ...project.packageManager._definition.written ?? []];
}

/** The directories of the packages that the image is made of, and where dependencies are installed. */
export function packagesOf({ workspace }: NodejsProject): string[] {
  return ['', ...workspace?.packages.map(({ path }) => path) ?? []];
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
  return [...new Set([...directories, ...linked, ...files])].sort();
}

function built({ buildScript, buildOutput }: { readonly buildScript?: string; readonly buildOutput: string[] }): string[] {
  return buildScript === undefined ? [] : buildOutput;
}
