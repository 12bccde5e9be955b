import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';

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
  [DOCKERFILE_CMD]: { file: 'Dockerfile', field: 'CMD', read: commandOf },
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

/**
 * What the last stage of a Dockerfile starts. One that this library wrote says nothing that it did not read.
 *
 * @see https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact
 */
function commandOf(dockerfile: string): string | undefined {
  if (dockerfile.includes('made by cdk-nodejs-image')) return undefined;
  const lines = dockerfile.replace(/^[ \t]*#.*$/gm, '').replace(/\\[ \t]*\r?\n/g, ' ').split(/\r?\n/);
  const instructions = lines.flatMap(line => {
    const [, name, value] = /^\s*(FROM|CMD|ENTRYPOINT)\s+(.*\S)\s*$/i.exec(line) ?? [];
    return name === undefined ? [] : [{ name: name.toUpperCase(), value }];
  });
  const stage = instructions.slice(instructions.map(({ name }) => name).lastIndexOf('FROM') + 1);
  const last = (name: string) => stage.filter(each => each.name === name).pop()?.value;
  const [entrypoint, command] = ['ENTRYPOINT', 'CMD'].map(last);
  const words = [entrypoint, command].map(value => value === undefined ? [] : wordsOf(value));
  if (entrypoint !== undefined && words[0] === undefined) return entrypoint;
  if (command !== undefined && words[1] === undefined) return entrypoint === undefined ? command : undefined;
  return words.flatMap(each => each!).map(quoted).join(' ') || undefined;
}

/** The words of an instruction that has them as JSON. */
function wordsOf(value: string): string[] | undefined {
  try {
    const words: unknown = JSON.parse(value);
    return Array.isArray(words) && words.every(word => typeof word === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, '\'\\\'\'')}'`;
}
