import { optionValue } from '../scripts/option-value';
import { isJsonObject, JsonObject } from '../text/json/json-shape';
import { parseJson } from '../text/json/parse-json';
import { Framework, FrameworkProject } from './framework';
import { rootOf, siteReading } from './static-site';

/**
 * Angular, with the server that `@angular/ssr` builds into the same directory: it brings the modules it needs.
 *
 * @see https://angular.dev/guide/ssr
 */
export const ANGULAR: Framework = {
  name: 'Angular',
  packages: ['@angular/core'],
  builds: /^ng build\b/,
  develops: /^ng (serve|s|dev)\b/,
  read: project => {
    const application = applicationOf(project);
    const directory = application?.directory;
    const output = { generated: ['.angular'], caches: ['.angular/cache'], ...directory === undefined ? {} : { buildOutput: [directory] } };
    if (directory === undefined) {
      return { ...output, reason: 'angular.json has several applications, or none', server: 'angular.json has several applications, or none, so that it cannot be told which one to serve: let the script build name it (ng build NAME)' };
    }
    if (!project.has('@angular/ssr')) {
      return { ...output, ...siteReading('Angular', application!.site, 'it builds files for browsers', undefined, [directory]) };
    }
    return {
      ...output,
      reason: 'it builds a server with everything that it needs',
      releaseFiles: [{ path: directory }],
      needsProductionDependencies: false,
      server: { argv: ['node', `${directory}/server/server.mjs`], built: `${directory}/server/server.mjs`, port: 4000 },
    };
  },
};

/**
 * Where the application is written that the build names, or the only one of the workspace, and which directory of that browsers are
 * to see. Undefined if it may be one of several.
 */
function applicationOf({ args, files }: FrameworkProject): { readonly directory: string; readonly site: string } | undefined {
  const text = files.kind('angular.json') === 'file' ? files.text('angular.json') : undefined;
  const projects = object(text === undefined ? undefined : parseJson(text, 'angular.json'), 'projects');
  const applications = Object.entries(projects).filter(([, project]) => isJsonObject(project) && project.projectType !== 'library');
  const named = optionValue(args, '--project') ?? rootOf(args);
  const built = applications.length === 1 ? applications[0] : applications.find(([each]) => each === named);
  if (!built) return undefined;
  const [name, project] = built;
  const build = object(object(project, Object.hasOwn(project as JsonObject, 'targets') ? 'targets' : 'architect'), 'build');
  const { outputPath } = object(build, 'options');
  const parts = isJsonObject(outputPath) ? outputPath : {};
  const nameOf = (value: unknown) => typeof value === 'string' ? value.replace(/^\.\//, '').replace(/\/+$/, '') : undefined;
  const directory = nameOf(optionValue(args, '--output-path')) ?? nameOf(outputPath) ?? nameOf(parts.base) ?? `dist/${name}`;
  const browser = /:browser(-esbuild)?$/.test(String(build.builder)) ? '' : nameOf(parts.browser) ?? 'browser';
  return { directory, site: browser === '' ? directory : `${directory}/${browser}` };
}

function object(value: unknown, key: string): JsonObject {
  const member = isJsonObject(value) ? value[key] : undefined;
  return isJsonObject(member) ? member : {};
}
