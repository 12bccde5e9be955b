import { scriptOf } from '../manifest/manifest';
import { PROCFILE_WEB } from '../manifest/other-starts';
import { Packages } from '../manifest/packages';

/**
 * Scripts that start what was built, for projects whose `start` is for development.
 */
export const PRODUCTION_SCRIPTS = ['start:prod', 'start:production', 'serve:prod', 'prod', 'production', PROCFILE_WEB];

/**
 * The scripts of the project by which it may be started, the first choice first.
 */
export function startScripts({ packages, startScript = 'start' }: { readonly packages: Packages; readonly startScript?: string }): string[] {
  return [startScript, ...PRODUCTION_SCRIPTS].filter(name => scriptOf(packages.at('')!, name) !== undefined);
}
