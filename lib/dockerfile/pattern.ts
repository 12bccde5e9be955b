/**
 * Patterns of the builder: Go's `filepath.Match` for the sources of a COPY, made into regular expressions for what is
 * sent to the builder and for `.dockerignore`. What is written here means the same in all of these, and in the reader of
 * `.dockerignore` that the AWS CDK has.
 *
 * @see https://pkg.go.dev/path/filepath#Match
 * @see https://github.com/moby/patternmatcher
 */
import { DockerfileError, show } from './dockerfile-error';

/** A pattern that matches one path and no other; the path itself where nothing in it is special. */
export function pathPattern(path: string): string {
  // `^` is an ordinary character until something else makes a regular expression of the pattern
  return /[*?[\]]/.test(path) || bare(path) !== path ? bare(path.replace(/[*?[^]/g, inClass)) : path;
}

/** The same for `.dockerignore`, where some readers take more characters for their own, and the directories above by themselves. */
export function ignorePattern(path: string): string {
  return path.split('/').map(name => bare(name.replace(/[*?[^(){}|+]/g, inClass))).join('/');
}

/** A pattern of `.dockerignore` in the form that every reader takes as Docker's own does. */
export function portablePattern(pattern: string): string {
  const known = PORTABLE.get(pattern) ?? portable(pattern);
  PORTABLE.set(pattern, known);
  return known;
}

/** The same few hundred patterns stand in the `.dockerignore` of every image. */
const PORTABLE = new Map<string, string>();

function portable(pattern: string): string {
  requirePattern('a pattern of a .dockerignore', pattern);
  return pattern
    // Docker takes `**` as "ends with" before a plain name, and as `**/` before any other
    .replace(/^(!?)\*\*(?=[^/*?[\]]+(\/[^*?[\]]*)?$)/, '$1**/*').replace(/^(!?)\*\*(?=[^/*])/, '$1**/')
    // a class stays as it is; outside of one these are ordinary characters, of which Docker's matcher forgets some
    .replace(/(\[\^?[^\]]+\])|[\^(){}|+]/g, (character: string, characterClass?: string) => characterClass ?? inClass(character))
    // at the start of a line it would begin a comment
    .replace(/^#/, '[#]');
}

/** Refuses what the builder would refuse much later, or understand as something else. */
export function requirePattern(subject: string, pattern: string): void {
  // `*` and `?` in a class are not what they seem, a backslash is an escape on some systems and a separator on others
  const rest = pattern.replace(/\[(?:\^|(?!\^))(?:(?!\[:)[^\]\\/*?-](?:-(?!\[:)[^\]\\/*?-])?)+\]/g, '');
  const ranges = [...pattern.matchAll(/\[\^?([^\]]+)\]/g)].flatMap(([, members]) => [...members.matchAll(/(.)-(.)/gsu)]);
  if (pattern.includes('\\') || rest.includes('[') || ranges.some(([, low, high]) => low > high)) {
    throw new DockerfileError(`${subject} must be well-formed and without a backslash, received ${show(pattern)}`);
  }
}

function inClass(character: string): string {
  return '*?^'.includes(character) ? `[\\${character}]` : `[${character}]`;
}

/** A leading `!` would turn a pattern round; whitespace around it is cut off. */
function bare(path: string): string {
  return path.replace(/^((?:\.?\/)*)([!\s])/, '$1[$2]').replace(/(\s)(\/*)$/, '[$1]$2');
}
