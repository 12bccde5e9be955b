import { ExitCode } from '../exit-code';
import { Look, Terminal } from '../terminal/terminal';
import { ActionResult, causeOf, detailOf } from './builds/result';
import { Contents, Found } from './registry/registry';

/** Tags of contents and of caches, which name no release. */
const OF_BUILDS = /^[0-9a-f]{32}(-amd64|-arm64)?(-[0-9a-f-]+)?$|^cache-/;

/** Exit code of what was rehearsed. */
export function exitCodeOf(results: readonly ActionResult[], partial: boolean): ExitCode {
  if (results.some(({ kind }) => kind === 'failed')) return ExitCode.FAILED;
  if (!results.some(isBuilt)) return ExitCode.PARTIAL;
  return !partial && leftOut(results).length > 0 ? ExitCode.PARTIAL : ExitCode.OK;
}

/** True for an action whose build ran and passed: without one nothing was shown. */
export function isBuilt({ kind, seconds }: ActionResult): boolean {
  return kind === 'ok' && seconds !== undefined;
}

/** Names of what was not rehearsed that could have refused the image. */
export function leftOut(results: readonly ActionResult[]): string[] {
  return results.flatMap(({ action, kind, lacks = [] }) => kind === 'not rehearsed' ? [action.name] : lacks.map(lack => `${action.name} (${lack})`));
}

/** Tags under which an image is released, with the digest of each, by repositories as they are named in ECR. */
export function releases(contents: Contents): { readonly repository: string; readonly tag: string; readonly digest: string }[] {
  return Object.entries(contents).flatMap(([repository, tags]) => Object.entries(tags).filter(([tag]) => !OF_BUILDS.test(tag))
    .map(([tag, digest]) => ({ repository: repository.slice(repository.indexOf('/') + 1), tag, digest })));
}

/** Shows what came of a pipeline. */
export function showResults(terminal: Terminal, title: string, results: readonly ActionResult[]): void {
  terminal.out(terminal.style(Look.TITLE, title));
  const width = Math.max(...results.map(({ action }) => labelOf(action).length));
  for (const result of results) {
    const { action, kind, seconds } = result;
    const time = seconds === undefined ? '' : `  ${Math.round(seconds)} s`;
    terminal.out(`  ${labelOf(action).padEnd(width)}  ${terminal.style(LOOKS[kind], kind)}${time}`);
    const words = wordsOf(result);
    if (words) terminal.wrapped(words, 6).forEach(line => terminal.out(terminal.style(Look.DIM, line)));
  }
}

/** Line of a step, in as few words: names without their registry, digests by their beginning. */
export function brief(line: string): string {
  return line.replace(/\b[0-9]{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9.-]+\//g, '').replace(/(sha256:[0-9a-f]{12})[0-9a-f]{52}/g, '$1');
}

/** Shows why it failed. */
export function showFailure(terminal: Terminal, { action, log = '' }: ActionResult): void {
  terminal.out('');
  terminal.out(terminal.style(Look.TITLE, `${labelOf(action)} failed`));
  terminal.wrapped(brief(causeOf(log)), 2).forEach(line => terminal.out(line));
  detailOf(log).forEach(line => terminal.out(`  ${brief(line)}`));
}

/** Shows what is under release tags. */
export function showReleases(terminal: Terminal, { there, contents }: Found): void {
  const found = releases(contents);
  terminal.out('');
  if (!there) terminal.out('The registry went away.');
  if (found.length === 0) return terminal.out('Nothing is released: there is no image under a release tag.');
  terminal.out(terminal.style(Look.TITLE, 'Under release tags, in the registry of the rehearsal'));
  found.forEach(({ repository, tag, digest }) => terminal.out(`  ${repository}:${tag}  ${digest.slice(0, 'sha256:'.length + 12)}`));
}

const LOOKS: { readonly [kind in ActionResult['kind']]: Look } = {
  'ok': Look.GOOD, 'failed': Look.BAD, 'noted': Look.DIM, 'not rehearsed': Look.WARNING, 'not reached': Look.DIM,
};

function labelOf({ stage, name }: ActionResult['action']): string {
  return `${stage} / ${name}`;
}

function wordsOf({ text, lacks = [] }: ActionResult): string {
  return [text, ...lacks.map(lack => `without ${lack}`)].filter(Boolean).join('; ');
}
