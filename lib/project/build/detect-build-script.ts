import { Manifest, scriptOf } from '../manifest/manifest';
import { PackageReader } from '../manifest/package-reader';
import { Packages } from '../manifest/packages';
import { ProjectError } from '../model/project-error';
import { flattenScript, ScriptCycle } from '../scripts/flatten-script';
import { walkNamedScript } from '../scripts/walk-script';
import { isBuilding } from './build-steps';
import { isCallOf } from './build-tool';
import { BUILD_TOOLS } from './build-tools';

/**
 * Scripts that are taken for the build if they call a build tool and there is no script `build`.
 */
const OTHER_NAMES = ['compile', 'transpile', 'tsc', 'build:prod', 'build:production'];

/**
 * Scripts that a platform builds with before it starts the application, whatever they run.
 *
 * @see https://devcenter.heroku.com/articles/nodejs-support#customizing-the-build-process
 * @see https://docs.cloud.google.com/docs/buildpacks/nodejs#executing_custom_build_steps_during_deployment
 * @see https://vercel.com/docs/builds/configure-a-build
 */
const PLATFORM_NAMES: { readonly [script: string]: string } = { 'heroku-postbuild': 'Heroku', 'gcp-build': 'Google Cloud', 'vercel-build': 'Vercel' };

/**
 * Questions for deciding which script builds.
 */
export interface BuildScriptReader extends Omit<PackageReader, 'packages'> {
  /** The packages as they are written: without a script that stands for what the start script builds. */
  readonly written: Packages;
  readonly props: { readonly buildScript?: string };
}

/**
 * Decides which script builds. Where none does, and the start script builds, `build` stands for that.
 *
 * @param startBuilds what the start script builds in front of the application
 * @throws ProjectError if the one that was named does not exist
 */
export function detectBuildScript(
  { files, manifest, written, props: { buildScript: override }, findings }: BuildScriptReader, startBuilds: readonly string[] = [],
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
    const tool = walkNamedScript(written, '', name).find(step => BUILD_TOOLS.some(candidate => isCallOf(candidate, step)));
    if (tool) return decide(name, files.manifestSource(`scripts.${name}`), `there is no script build, and this one runs ${tool.words[0].text}`);
  }
  const platform = Object.keys(PLATFORM_NAMES).find(name => scriptOf(manifest, name) !== undefined);
  if (platform) return decide(platform, files.manifestSource(`scripts.${platform}`), `there is no script build, and ${PLATFORM_NAMES[platform]} builds with this one`);
  const prestart = isWholeBuild(written) ? 'prestart' : undefined;
  if (prestart) return decide(prestart, files.manifestSource('scripts.prestart'), 'there is no script build, and this one does nothing else');
  if (startBuilds.length > 0) {
    return decide('build', files.manifestSource('scripts'), `there is no script build, and in front of the application the start script runs ${startBuilds.join(' && ')}`);
  }
  return decide(undefined, files.manifestSource('scripts'), 'there is no script build');
}

/** True if `prestart` does nothing but build: the build runs it as a whole. */
function isWholeBuild(packages: Packages): boolean {
  if (scriptOf(packages.at('')!, 'prestart') === undefined) return false;
  const flat = flattenScript(packages, '', 'prestart');
  return !(flat instanceof ScriptCycle) && flat.steps.length > 0 && flat.steps.every(isBuilding);
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
