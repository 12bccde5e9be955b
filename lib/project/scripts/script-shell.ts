import { ScriptShell } from '../package-managers/definition/definition';
import { bashSyntax } from '../text/shell/bash-syntax';

/** Shell that runs a script where one has to. */
export interface RunningShell {
  /** The program that `-c TEXT` is given to. */
  readonly program: string;
  /** Its name; undefined for `sh` itself, and for a file of the project. */
  readonly name?: string;
  /** Setting that says so; undefined where nothing does. */
  readonly source?: string;
  /** True if `sh` does where it is not there. */
  readonly orSh?: boolean;
}

/** Shells that are `sh`, or do as it does. */
const PLAIN = new Set(['sh', 'dash', 'ash', 'busybox']);

/**
 * The shell in an image for what a setting names on the machine of a developer: `C:\\Program Files\\Git\\bin\\bash.exe` is bash.
 *
 * @param text the script, which may do without
 */
export function runningShell(setting: ScriptShell | undefined, text: string): RunningShell {
  const path = setting?.value.replace(/\\/g, '/') ?? 'sh';
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.exe$/i, '');
  if (setting === undefined || PLAIN.has(name) || (setting.orSh && bashSyntax(text).length === 0)) return { program: '/bin/sh' };
  const { source, orSh } = setting;
  if (path.includes('/') && !/^(?:\/|[a-z]:)/i.test(path)) return { program: path, source };
  return { program: `/bin/${name}`, name, source, ...orSh ? { orSh } : {} };
}
