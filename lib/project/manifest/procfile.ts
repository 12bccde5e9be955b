/**
 * The name under which the command of a `Procfile` for requests stands beside the scripts. No script of npm has a space in its name
 * by habit, so none is replaced.
 */
export const PROCFILE_WEB = 'web of Procfile';

/**
 * Scripts of a manifest with the command that its `Procfile` starts the application by: a hosting platform runs it as a script.
 *
 * @see https://devcenter.heroku.com/articles/procfile
 */
export function withProcfile(scripts: { [name: string]: string }, procfile: string | undefined): { [name: string]: string } {
  const web = procfile === undefined ? undefined : /^web:[ \t]*(\S.*?)[ \t]*\r?$/m.exec(procfile)?.[1];
  return web === undefined || Object.hasOwn(scripts, PROCFILE_WEB) ? scripts : { ...scripts, [PROCFILE_WEB]: web };
}
