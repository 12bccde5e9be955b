import { ProjectFiles } from '../files/project-files';
import { DockerfileByHand } from './dockerfile-by-hand';
import { Manifest } from './manifest';

/**
 * Names by which the commands of files beside `package.json` are asked for, as scripts are.
 */
export const PROCFILE_WEB = 'web of Procfile';
export const DOCKERFILE_CMD = 'CMD of Dockerfile';

/** Where such a command stands. */
const PLACES: { readonly [name: string]: { readonly file: string; readonly field: string } } = {
  [PROCFILE_WEB]: { file: 'Procfile', field: 'web' },
  [DOCKERFILE_CMD]: { file: 'Dockerfile', field: 'CMD' },
};

/**
 * A manifest with the commands of other files that start the application.
 */
export function withOtherStarts(manifest: Manifest, files: ProjectFiles, dockerfile: DockerfileByHand | undefined): Manifest {
  const commands = { [PROCFILE_WEB]: webOf(files.text('Procfile') ?? ''), [DOCKERFILE_CMD]: dockerfile?.command };
  const otherStarts = Object.fromEntries(Object.entries(commands).filter((entry): entry is [string, string] => entry[1] !== undefined));
  return Object.keys(otherStarts).length === 0 ? manifest : { ...manifest, otherStarts };
}

/** Where a script stands: in `package.json`, or in one of these files. */
export function sourceOfScript(files: ProjectFiles, name: string): string {
  const place = PLACES[name];
  return place === undefined ? files.manifestSource(`scripts.${name}`) : `${files.name(place.file)}: ${place.field}`;
}

/** @see https://devcenter.heroku.com/articles/procfile */
function webOf(procfile: string): string | undefined {
  return /^web:[ \t]*(\S.*?)[ \t]*\r?$/m.exec(procfile)?.[1];
}
