import { ProjectFiles } from '../files/project-files';
import { Findings } from '../findings';
import { Manifest, scriptOf } from '../manifest/manifest';
import { ProjectError } from '../project-error';
import { Packages } from '../scripts/packages';
import { walkNamedScript } from '../scripts/walk-script';
import { isCallOf } from './build-tool';
import { BUILD_TOOLS } from './build-tools';

/**
 * Scripts that are taken for the build if they call a build tool and there is no script `build`.
 */
const OTHER_NAMES = ['compile', 'transpile', 'tsc', 'build:prod', 'build:production', 'heroku-postbuild', 'gcp-build', 'prestart'];

/**
 * Decides which script builds.
 *
 * @throws ProjectError if the one that was named does not exist
 */
export function detectBuildScript(
  files: ProjectFiles,
  manifest: Manifest,
  packages: Packages,
  override: string | undefined,
  findings: Findings,
): string | undefined {
  const decide = (script: string | undefined, source: string, reason: string) => {
    findings.decide('buildScript', script ?? '', source, reason);
    return script;
  };
  if (override === '') return decide(undefined, 'props: buildScript', 'nothing is to be built');
  if (override !== undefined) {
    assertScript(manifest, override, 'buildScript');
    return decide(override, 'props: buildScript', 'set explicitly');
  }
  if (scriptOf(manifest, 'build') !== undefined) return decide('build', files.manifestSource('scripts.build'), 'there is a script of this name');
  for (const name of OTHER_NAMES.filter(candidate => scriptOf(manifest, candidate) !== undefined)) {
    const tool = walkNamedScript(packages, '', name).find(step => BUILD_TOOLS.some(candidate => isCallOf(candidate, step)));
    if (tool) return decide(name, files.manifestSource(`scripts.${name}`), `there is no script build, and this one runs ${tool.words[0].text}`);
  }
  return decide(undefined, files.manifestSource('scripts'), 'there is no script build');
}

/**
 * @throws ProjectError if there is no script of a name that a prop gives
 */
export function assertScript(manifest: Manifest, name: string, prop: string) {
  if (scriptOf(manifest, name) === undefined) {
    const names = Object.keys(manifest.scripts).sort();
    throw new ProjectError(`there is no script ${JSON.stringify(name)} in package.json, which has ${names.length > 0 ? names.join(', ') : 'none'}: change the prop ${prop}`);
  }
}
