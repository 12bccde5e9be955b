import { Reason } from '../../context/context-entry';
import { contextRulesOf } from '../../context/context-rules-of';
import { DockerIgnore } from '../../dockerfile/index';
import { ignorePattern } from '../../dockerfile/pattern';
import { contextScopes, FOR_PEOPLE, madeInBuild, packagesOf } from '../../image/context-rules';
import { Bounds, LEFTOVERS, secretNames } from '../../project/kept-out';
import { ReadImage } from '../read-image';
import { SUPPORT } from './in-place';

/** The text of a .dockerignore for a context that is the directory of the project. */
export function rulesInPlace({ dockerfile, contents }: ReadImage): string {
  const { project } = dockerfile;
  const scopes = contextScopes(project);
  const deny = [
    ...[...LEFTOVERS, ...secretNames()].map(name => `**/${name}`),
    ...packagesOf(project).flatMap(directory => FOR_PEOPLE.map(name => directory === '' ? name : `${ignorePattern(directory)}/${name}`)),
    ...madeInBuild(project),
  ];
  // what is opened again here would open what is closed above: then the paths that it closes are named one by one
  const { own } = contextRulesOf(dockerfile, Bounds.around(project.installDirectory));
  const narrowed = own.some(pattern => pattern.startsWith('!')) ? [] : own;
  const leftOut = [...new Set(contents.leftOut.filter(({ reason }) => reason !== Reason.FOR_PEOPLE).map(({ path }) => ignorePattern(path)))].sort();
  const letIn = contents.files.filter(file => file.letIn).map(({ entry }) => `!${ignorePattern(entry.path)}`);
  const section = (title: string, patterns: readonly string[]) => patterns.length === 0 ? [] : ['', `# ${title}`, ...patterns];
  const entered = scopes.includes('') ? [] : new DockerIgnore({ allow: scopes }).patterns;
  return [
    '# made by cdk-nodejs-image: what enters the build',
    ...section('of the monorepo what the image needs', entered),
    ...section('secrets by their names, what is installed or built elsewhere, what is for people', deny),
    ...section('as the .dockerignore says', narrowed),
    ...section('what git ignores, holds a secret or is no part of the image, as of now: write this again when there is more', leftOut),
    ...section('what is read in spite of its name', letIn),
    ...section('programs of the build', [`!${SUPPORT}`]),
  ].join('\n') + '\n';
}
