import { ProjectError } from '../project-error';
import { JsonReader } from './json-reader';

/**
 * Parses JSON as npm does. `path` is what the error shows.
 *
 * @throws ProjectError with the line and the column of the first mistake
 */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
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
  return new JsonReader(text, path, { comments: true }).read();
}
