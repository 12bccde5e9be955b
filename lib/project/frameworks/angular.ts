import { isJsonObject, JsonObject } from '../json/json-shape';
import { parseJson } from '../json/parse-json';
import { Framework, FrameworkProject, unserved } from './framework';

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
    const directory = outputOf(project);
    const output = { generated: ['.angular'], ...directory === undefined ? {} : { buildOutput: [directory] } };
    if (!project.has('@angular/ssr') || directory === undefined) {
      return { ...output, reason: 'it builds files for browsers', server: unserved('Angular', `${directory ?? 'dist'}/browser`) };
    }
    return {
      ...output,
      reason: 'it builds a server with everything that it needs',
      releaseFiles: [{ path: directory }],
      productionModules: false,
      server: { argv: ['node', `${directory}/server/server.mjs`], built: `${directory}/server/server.mjs`, port: 4000 },
    };
  },
};

/**
 * Where the one application of the workspace is written. Undefined if there are several.
 */
function outputOf({ files }: FrameworkProject): string | undefined {
  const text = files.kind('angular.json') === 'file' ? files.text('angular.json') : undefined;
  const projects = object(text === undefined ? undefined : parseJson(text, 'angular.json'), 'projects');
  const applications = Object.entries(projects).filter(([, project]) => isJsonObject(project) && project.projectType !== 'library');
  if (applications.length !== 1) return undefined;
  const [name, project] = applications[0];
  const path = object(object(object(project, 'architect'), 'build'), 'options').outputPath;
  return typeof path === 'string' ? path : typeof object({ path }, 'path').base === 'string' ? object({ path }, 'path').base as string : `dist/${name}`;
}

function object(value: unknown, key: string): JsonObject {
  const member = isJsonObject(value) ? value[key] : undefined;
  return isJsonObject(member) ? member : {};
}
