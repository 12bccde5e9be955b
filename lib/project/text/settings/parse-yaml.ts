import { ProjectError } from '../../model/project-error';
import { requireUtf8 } from '../json/utf8';

/**
 * Parses a YAML file of settings. For lockfiles, which may be large, there are readers of their own.
 *
 * @throws ProjectError if it is no YAML
 */
export function parseYaml(text: string, path: string): unknown {
  requireUtf8(text, path);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- most projects that are read have nothing to parse
  const { parse } = require('yaml') as typeof import('yaml');
  try {
    return parse(text, { logLevel: 'error' }) as unknown;
  } catch (error) {
    throw new ProjectError(`${path} is not valid YAML: ${String((error as Error).message).split('\n')[0]}`);
  }
}
