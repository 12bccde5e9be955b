import { ProjectFiles } from '../files/project-files';
import { isJsonObject, ownProperty } from '../text/json/json-shape';
import { parseJsonWithComments } from '../text/json/parse-json';

/**
 * Files in which a task runner of a monorepo says which tasks go before others, and the fields that hold the tasks.
 */
const TASK_FILES: readonly { readonly file: string; readonly fields: readonly string[] }[] = [
  // https://turborepo.com/docs/reference/configuration#dependson
  { file: 'turbo.json', fields: ['tasks', 'pipeline'] },
  // https://nx.dev/reference/nx-json#target-defaults
  { file: 'nx.json', fields: ['targetDefaults'] },
];

/**
 * Where a task runner says that the build of a package goes before its tests, undefined if none does.
 */
export function buildBeforeTests(places: readonly ProjectFiles[], test: string, build: string): string | undefined {
  for (const files of places) {
    for (const { file, fields } of TASK_FILES) {
      const text = files.kind(file) === 'file' ? files.text(file) : undefined;
      const json = text === undefined ? undefined : parseJsonWithComments(text, file);
      const tasks = fields.map(field => isJsonObject(json) ? ownProperty(json, field) : undefined).find(isJsonObject);
      const task = tasks && ownProperty(tasks, test);
      const before = isJsonObject(task) ? ownProperty(task, 'dependsOn') : undefined;
      if (Array.isArray(before) && before.includes(build)) return `${files.name(file)}: ${test}`;
    }
  }
  return undefined;
}
