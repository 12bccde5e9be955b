import { scriptOf } from '../manifest/manifest';
import { ScriptContext } from './resolve-script';

/**
 * Scripts that start what was built, for projects whose `start` is for development.
 */
export const PRODUCTION_SCRIPTS = ['start:prod', 'start:production', 'serve:prod', 'prod', 'production'];

/**
 * The scripts of the project by which it may be started, the first choice first.
 */
export function startScripts({ packages, startScript = 'start' }: Pick<ScriptContext, 'packages' | 'startScript'>): string[] {
  return [startScript, ...PRODUCTION_SCRIPTS].filter(name => scriptOf(packages.at('')!, name) !== undefined);
}
