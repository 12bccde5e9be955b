import * as fs from 'fs';
import * as path from 'path';
import { CommandError } from '../../exit-code';
import { AgentSpec } from './agent';

/** Files that a build hands on, by their paths below its source. */
export type Artifacts = ReadonlyMap<string, Buffer>;

/**
 * The files that a buildspec lists as artifacts.
 *
 * @returns Nothing where one of them is not there, which fails a build.
 * @throws CommandError for a pattern beyond `FOLDER/*`
 */
export function artifactsOf({ artifacts }: AgentSpec, source: string): Artifacts | undefined {
  const found = (artifacts?.files ?? []).map(listed => filesOf(source, listed));
  if (found.some(files => files.length === 0)) return undefined;
  return new Map(found.flat().map(file => [file, fs.readFileSync(path.join(source, file))]));
}

function filesOf(source: string, listed: string): string[] {
  const [, folder] = /^(.*)\/\*$/.exec(listed) ?? [];
  if ((folder ?? listed).includes('*')) throw new CommandError(`artifacts must be files or folders such as "reports/*", received ${JSON.stringify(listed)}`);
  const files = folder === undefined ? [listed] : namesIn(path.join(source, folder)).map(name => `${folder}/${name}`);
  return files.filter(file => fs.statSync(path.join(source, file), { throwIfNoEntry: false })?.isFile());
}

function namesIn(directory: string): string[] {
  return fs.existsSync(directory) ? fs.readdirSync(directory) : [];
}
