import { ProjectError } from '../../model/project-error';

/**
 * Parses TOML.
 *
 * @throws ProjectError if it is none; the message shows nothing of what it holds
 */
export function parseToml(text: string, path: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- most projects that are read have nothing to parse
  const parsers = require('./bundle/parsers') as { parseToml(text: string): unknown };
  try {
    return parsers.parseToml(text);
  } catch (error) {
    const { line } = error as { readonly line?: number };
    throw new ProjectError(`${path} is not valid TOML${line === undefined ? '' : ` at line ${line}`}: ${String((error as Error).message).split('\n')[0]}`);
  }
}
