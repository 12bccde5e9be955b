import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';
import { readDockerfile } from './dockerfile-by-hand';

/** A file beside `package.json` that says how the application is started. */
interface StartFile {
  readonly file: string;
  /** Where in the file. */
  readonly field: string;
  /** The command line that it names. */
  read(text: string): string | undefined;
}

/**
 * Names by which the commands of such files are asked for, as scripts are.
 */
export const PROCFILE_WEB = 'web of Procfile';
export const DOCKERFILE_CMD = 'CMD of Dockerfile';

const START_FILES: { readonly [name: string]: StartFile } = {
  [PROCFILE_WEB]: { file: 'Procfile', field: 'web', read: webOf },
  [DOCKERFILE_CMD]: { file: 'Dockerfile', field: 'CMD', read: text => readDockerfile(text)?.command },
};

/** The commands of the files in a directory that say how the application is started. */
export function readOtherStarts(files: ProjectFiles, directory: string): { [name: string]: string } {
  return Object.fromEntries(Object.entries(START_FILES).flatMap(([name, { file, read }]) => {
    const text = files.text(joinInside(directory, file)!);
    const command = text === undefined ? undefined : read(text);
    return command === undefined ? [] : [[name, command] as const];
  }));
}

/** Where a script stands: in `package.json`, or in one of these files. */
export function sourceOfScript(files: ProjectFiles, name: string): string {
  const other = START_FILES[name];
  return other === undefined ? files.manifestSource(`scripts.${name}`) : `${files.name(other.file)}: ${other.field}`;
}

/** @see https://devcenter.heroku.com/articles/procfile */
function webOf(procfile: string): string | undefined {
  return /^web:[ \t]*(\S.*?)[ \t]*\r?$/m.exec(procfile)?.[1];
}
