import { argumentsOf, programOf } from '../scripts/invocation';
import { isForDevelopment, readsManifests, readsSources, KnownScript } from './known-script';

/**
 * Recognises `node`, with a file or with code on the command line.
 */
export const nodeScript: KnownScript = (step, { script }) => {
  if (programOf(step) !== 'node') return undefined;
  const args = argumentsOf(step);
  const code = ['-e', '--eval', '-p', '--print', '-pe'].includes(args[0]) ? args[1] ?? '' : undefined;
  if (code !== undefined && !/(require|import)\s*\(?\s*["'`]\.|readFile|createReadStream/.test(code)) {
    return readsManifests(isForDevelopment(script) ? false : undefined, 'node runs code on the command line that reads no file');
  }
  return readsSources(!isForDevelopment(script), `what node ${args.join(' ').slice(0, 40)} reads is not known`);
};
