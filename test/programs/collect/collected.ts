import { cpSync } from 'fs';
import * as path from 'path';
import { collect } from '../../../lib/programs/collect/collect';
import { Collection } from '../../../lib/programs/collect/collection';
import { parseArguments } from '../../../lib/programs/collect/given';
import { Tracer } from '../../../lib/programs/collect/trace';
import { readTree } from '../../../lib/programs/collect/tree';
import { add, directoryWith } from '../../temporary';

export interface Project {
  /** What is there before the build. */
  readonly sources: Record<string, unknown>;
  /** What the build writes. */
  readonly written?: Record<string, unknown>;
  /** The programs of dependencies, by their packages. */
  readonly bins?: Record<string, string>;
}

/** Decides about a project in a temporary directory, with the tracer as it is. */
export async function collected({ sources, written = {}, bins = {} }: Project, ...words: string[]): Promise<Collection> {
  const before = directoryWith({ 'package.json': { name: 'app' }, ...sources });
  const root = directoryWith({});
  cpSync(before, root, { recursive: true, preserveTimestamps: true });
  add(root, written);
  const given = parseArguments(['/files', ...words]);
  const tracer = new Tracer(root, given.units[0].directory);
  return collect(readTree(root, before), given, new Map(Object.entries(bins)), files => tracer.trace(files));
}

/** The names of the files that are in the release. */
export async function filesOf(project: Project, ...words: string[]): Promise<string[]> {
  return [...(await collected(project, ...words)).kept].filter(file => path.basename(file) !== 'package.json').sort();
}
