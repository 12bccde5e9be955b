import { ProjectError } from '../../model/project-error';
import { JsonReader } from './json-reader';
import { requireUtf8 } from './utf8';

/**
 * Parses JSON as npm does. `path` is what the error shows.
 *
 * @throws ProjectError with the line and the column of the first mistake
 */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    requireUtf8(text, path);
    // The engine's own message differs between Node.js versions and may lack the position.
    new JsonReader(text, path).read();
    throw new ProjectError(`${path} is not valid JSON`);
  }
}

/**
 * Parses JSON with comments and trailing commas, as TypeScript reads `tsconfig.json`.
 *
 * @throws ProjectError with the line and the column of the first mistake
 */
export function parseJsonWithComments(text: string, path: string): unknown {
  requireUtf8(text, path);
  return new JsonReader(text, path, { comments: true }).read();
}
