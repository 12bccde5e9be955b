import * as path from 'path';
import { DockerfileError, show } from './dockerfile-error';
import { CopyOptions } from './instruction-options';
import { requireLine } from './quote';

export const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
export const LABEL_NAME = /^[A-Za-z0-9_][A-Za-z0-9._/-]*$/;
export const OWNER = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?$/;
export const MODE = /^[0-7]{3,4}$/;
/** A leading slash would match nothing: such patterns begin below what is copied. */
export const EXCLUDE = /^!?[A-Za-z0-9_.*?@+{}-][A-Za-z0-9_.*?/@+{}!-]*$/;
export const EXPANDED_PATH = /^(?!-)([A-Za-z0-9_@.+/-]|\$\{[A-Za-z_][A-Za-z0-9_]*\})+$/;
/** @see https://man7.org/linux/man-pages/man7/signal.7.html */
export const SIGNAL = new RegExp('^(SIG(ABRT|ALRM|BUS|CHLD|CLD|CONT|FPE|HUP|ILL|INT|IO|IOT|KILL|PIPE|POLL|PROF|PWR|QUIT|SEGV|STKFLT|STOP|SYS|TERM|TRAP|TSTP'
  + '|TTIN|TTOU|URG|USR1|USR2|VTALRM|WINCH|XCPU|XFSZ|RTMIN(\\+([1-9]|1[0-5]))?|RTMAX(-([1-9]|1[0-4]))?)|[1-9]|[1-5][0-9]|6[0-4])$');

export function requireSource(source: string, options: CopyOptions): void {
  requireLine('a path', source);
  if (source.includes('\\')) {
    throw new DockerfileError(`a path of a COPY has "/" between its directories and no backslash, received ${show(source)}`);
  }
  // the builder would take the file of that name inside of the context instead
  if (options.from === undefined && /^\.\.(\/|$)/.test(path.posix.normalize(source))) {
    throw new DockerfileError(`a source of a COPY cannot lie outside of the build context, received ${show(source)}`);
  }
}
