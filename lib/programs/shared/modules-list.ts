import { readFileSync } from 'fs';

/**
 * Facts of an application for the step that takes files out of packages, and no more: a source that loads nothing new
 * gives the same bytes, so that the step is not run again.
 */
export interface ModulesList {
  /** The directories of packages that are not in the image. */
  readonly leftOut: readonly string[];
  /** The files of packages that the application names, each as it names it. */
  readonly names: readonly string[];
  /** True if the application has Node.js read source maps. */
  readonly readsMaps: boolean;
}

/** The text of a list: lines that differ where the list does. */
export function textOf({ leftOut, names, readsMaps }: ModulesList): string {
  const sorted = (all: readonly string[]) => [...new Set(all)].sort();
  return JSON.stringify({ leftOut: sorted(leftOut), names: sorted(names), readsMaps }, null, 1) + '\n';
}

export function readList(file: string): ModulesList {
  return JSON.parse(readFileSync(file, 'utf8'));
}
