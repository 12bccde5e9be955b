import { ProjectError } from '../../model/project-error';

/**
 * Refuses a text that was another encoding, as some shells write files. Single characters that are none are let be: package
 * managers read them as we do.
 *
 * @throws ProjectError that names the file
 */
export function requireUtf8(text: string, path: string): void {
  if (/^\ufffd|\0/.test(text)) {
    throw new ProjectError(`${path} is not UTF-8: it is binary, or in another encoding such as UTF-16; save it as UTF-8`);
  }
}
