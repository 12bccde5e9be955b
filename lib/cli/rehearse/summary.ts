import { ExitCode } from '../exit-code';
import { Look, Terminal } from '../terminal/terminal';
import { ActionResult, causeOf, detailOf } from './builds/result';
import { Contents } from './registry/registry';

/** Tags of contents and of caches, which name no release. */
const OF_BUILDS = /^[0-9a-f]{32}(-amd64|-arm64)?(-[0-9a-f-]+)?$|^cache-/;

/** Exit code of what was rehearsed. */
export function exitCodeOf(results: readonly ActionResult[], partial: boolean): ExitCode {
  if (results.some(({ kind }) => kind === 'failed')) return ExitCode.FAILED;
  return !partial && leftOut(results).length > 0 ? ExitCode.PARTIAL : ExitCode.OK;
}

/** What was not rehearsed that could have refused the image. */
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
    const status = { 'ok': 'ok', 'failed': 'failed', 'noted': 'noted', 'not rehearsed': 'not rehearsed', 'not reached': 'not reached' }[kind];
    const time = seconds === undefined ? '' : `${Math.round(seconds)} s`;
    const label = `  ${labelOf(action).padEnd(width)}  `;
    const [first, ...more] = terminal.wrapped([status, time, wordsOf(result)].filter(Boolean).join('  '), label.length);
    terminal.out(`${label}${terminal.style(LOOKS[kind], status)}${first.trimStart().slice(status.length)}`);
    more.forEach(line => terminal.out(line));
  }
}

/** Shows why it failed. */
export function showFailure(terminal: Terminal, { action, log = '' }: ActionResult): void {
  terminal.out('');
  terminal.out(terminal.style(Look.TITLE, `${labelOf(action)} failed`));
  terminal.wrapped(causeOf(log), 2).forEach(line => terminal.out(line));
  detailOf(log).forEach(line => terminal.out(`  ${line}`));
}

/** Shows what is under release tags; nothing is known of it where the registry is away. */
export function showReleases(terminal: Terminal, contents: Contents | undefined): void {
  terminal.out('');
  if (contents === undefined) {
    terminal.out('The registry is away, and nobody can say what is in it.');
    return;
  }
  const found = releases(contents);
  if (found.length === 0) {
    terminal.out('Nothing is released: there is no image under a release tag.');
    return;
  }
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
