import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { NodejsProject, NodejsProjectOptions } from '../../lib/project';
import { ProjectError } from '../../lib/project/model/project-error';

/**
 * The files of a project: text, or a value that is written as JSON.
 */
export type ProjectContent = { readonly [path: string]: unknown };

const made: string[] = [];

afterAll(() => made.splice(0).forEach(directory => fs.rmSync(directory, { recursive: true, force: true })));

/**
 * Writes a project into a new directory, which goes away after the tests. An empty `package.json` is there
 * unless it is given; `undefined` leaves a file out; a path with a slash at the end is a directory.
 */
export function projectDirectory(content: ProjectContent = {}): string {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'project-'));
  made.push(directory);
  for (const [name, value] of Object.entries({ 'package.json': {}, ...content })) {
    const file = path.join(directory, name);
    if (value === undefined) continue;
    fs.mkdirSync(name.endsWith('/') ? file : path.dirname(file), { recursive: true });
    if (!name.endsWith('/')) fs.writeFileSync(file, typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value));
  }
  return directory;
}

/**
 * Reads a project with these files.
 */
export function project(content: ProjectContent = {}, options: NodejsProjectOptions = {}): NodejsProject {
  return NodejsProject.fromDirectory(projectDirectory(content), options);
}

/**
 * What reading a project with these files is refused with.
 */
export function refusal(content: ProjectContent, options: NodejsProjectOptions = {}): string {
  return messageOf(() => project(content, options));
}

/**
 * The message of the ProjectError that something throws.
 */
export function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof ProjectError) return error.message;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/**
 * One fact of a project.
 */
export function fact(read: NodejsProject, name: string) {
  return read.facts.find(candidate => candidate.name === name)!;
}

/**
 * The names of the warnings of a project.
 */
export function warnings(read: NodejsProject): string[] {
  return read.warnings.map(({ id }) => id);
}

/**
 * A lockfile of npm with nothing in it.
 */
export const EMPTY_LOCK = { lockfileVersion: 3, packages: { '': {} } };
