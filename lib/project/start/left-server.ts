import { ProjectWarning } from '../model/project-warning';
import { ScriptContext } from '../scripts/script-context';
import { startScripts } from '../scripts/start-scripts';
import { resolveScript } from './resolve-script';

/** Names of scripts that start the other half of an application. */
const SERVES = /^(start:|serve:|run:)?(server|serve|api|backend|back-end)(:(start|prod|production))?$/;

/**
 * Warning of a server of the project that is left out where the image serves a site alone; none where no script starts one.
 */
export function leftServer(context: ScriptContext): ProjectWarning[] {
  const { files, packages } = context;
  const starts = startScripts(context);
  for (const name of Object.keys(packages.at('')?.scripts ?? {}).filter(each => SERVES.test(each) && !starts.includes(each))) {
    const entry = resolveScript(context, name).command?.entry;
    if (entry === undefined || entry.startsWith('node_modules/') || files.kind(entry) !== 'file') continue;
    return [{
      id: 'site-without-server',
      message: `the script ${name} runs ${entry}, and the image serves the files of the site alone: if that is to serve them, set startScript: StartScript.named('${name}'); `
        + 'if it is another application, make an image of it beside this one',
    }];
  }
  return [];
}
