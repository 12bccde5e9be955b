import { ExitCode } from '../exit-code';
import { Look, Terminal } from '../terminal/terminal';
import { ActionResult, causeOf, detailOf, labelOf, partLabel, PartResult } from './builds/result';
import { Contents, Found } from './registry/registry';

/** Tags of contents and of caches, which name no release. */
const OF_BUILDS = /^[0-9a-f]{32}(-amd64|-arm64)?(-[0-9a-f-]+)?$|^cache-/;

/** Exit code of what was rehearsed. */
export function exitCodeOf(results: readonly ActionResult[], partial: boolean): ExitCode {
  if (results.some(({ kind }) => kind === 'failed')) return ExitCode.FAILED;
  if (!results.some(isBuilt)) return ExitCode.PARTIAL;
  return !partial && leftOut(results).length > 0 ? ExitCode.PARTIAL : ExitCode.OK;
}

/** True for an action whose build ran and passed: without one nothing was shown, and what plans builds builds none. */
export function isBuilt({ action, kind, seconds, parts }: ActionResult): boolean {
  if (parts) return parts.some(part => part.step === 'build' && part.kind === 'ok');
  return kind === 'ok' && seconds !== undefined && action.project?.step !== 'plan-images';
}

/** Names of what was not rehearsed that could have refused an image, each once. */
export function leftOut(results: readonly ActionResult[]): string[] {
  const all = results.flatMap(({ action: { name }, parts = [], ...result }): Left[] => [{ name, ...result }, ...parts]);
  return [...new Set(all.flatMap(({ name, kind, lacks = [] }) => kind === 'not rehearsed' ? [name] : lacks.map(lack => `${name} (${lack})`)))];
}

type Left = Pick<PartResult, 'name' | 'lacks'> & { readonly kind: ActionResult['kind'] };

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
    showLine(terminal, labelOf(result.action).padEnd(width), result, 2);
    showWords(terminal, wordsOf(result), 6);
    showParts(terminal, result.parts ?? []);
  }
}

/** The builds of each image below its name, then those that are about all. A word that holds for many images is told at the first one. */
function showParts(terminal: Terminal, parts: readonly PartResult[]): void {
  const [indent, told] = [6, new Set<string>()];
  const width = indent + Math.max(...parts.map(({ name }) => name.length));
  let above: string | undefined;
  for (const part of parts) {
    const { image, name } = part;
    if (image !== undefined && image !== above) terminal.out(`    ${terminal.style(Look.NAME, image)}`);
    above = image;
    const start = image === undefined ? indent - 2 : indent;
    showLine(terminal, name.padEnd(width - start), part, start);
    const words = wordsOf(part);
    if (!told.has(words)) showWords(terminal, words, indent + 4);
    told.add(words);
  }
}

function showLine(terminal: Terminal, label: string, { kind, seconds }: Pick<ActionResult, 'kind' | 'seconds'>, indent: number): void {
  const time = seconds === undefined ? '' : `  ${Math.round(seconds)} s`;
  terminal.out(`${' '.repeat(indent)}${label}  ${terminal.style(LOOKS[kind], kind)}${time}`);
}

function showWords(terminal: Terminal, words: string, indent: number): void {
  if (words) terminal.wrapped(words, indent).forEach(line => terminal.out(terminal.style(Look.DIM, line)));
}

/** Line of a step, in as few words: names without their registry, digests by their beginning, and builds that are told of elsewhere. */
export function brief(line: string): string {
  return line.replace(/the build arn:[a-z-]+:codebuild:\S+ failed/g, 'its build failed').replace(/\b[0-9]{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9.-]+\//g, '').replace(/(sha256:[0-9a-f]{12})[0-9a-f]{52}/g, '$1');
}

/** Shows why it failed: of an action that started builds, each of those that did; those of one cause together. */
export function showFailure(terminal: Terminal, { action, log = '', error, parts = [] }: ActionResult): void {
  const failed = parts.filter(({ kind }) => kind === 'failed').map(part => ({ label: partLabel(part), text: causeIn(part.log) }));
  const causes = failed.length > 0 ? [...new Set(failed.map(({ text }) => text))] : [error ?? causeIn(log)];
  for (const text of causes) {
    const labels = failed.filter(one => one.text === text).map(({ label }) => label);
    const [cause, ...detail] = text.split('\n');
    terminal.out('');
    terminal.wrapped(`${[labelOf(action), ...labels.length > 0 ? [labels.join(', ')] : []].join(': ')} failed`).forEach(line => terminal.out(terminal.style(Look.TITLE, line)));
    terminal.wrapped(brief(cause), 2).forEach(line => terminal.out(line));
    detail.forEach(line => terminal.out(`  ${brief(line)}`));
  }
}

/** The cause of a failed build, and lines on it. */
function causeIn(log = ''): string {
  return [causeOf(log), ...detailOf(log)].join('\n');
}

/** Shows what is under release tags, by repositories. */
export function showReleases(terminal: Terminal, { there, contents }: Found): void {
  const found = releases(contents);
  terminal.out('');
  if (!there) terminal.out('The registry went away.');
  if (found.length === 0) return terminal.out('Nothing is released: there is no image under a release tag.');
  terminal.out(terminal.style(Look.TITLE, 'Under release tags, in the registry of the rehearsal'));
  const width = Math.max(...found.map(({ tag }) => tag.length));
  let above: string | undefined;
  for (const { repository, tag, digest } of found) {
    if (repository !== above) terminal.out(`  ${repository}`);
    above = repository;
    terminal.out(`    ${tag.padEnd(width)}  ${digest.slice(0, 'sha256:'.length + 12)}`);
  }
}

const LOOKS: { readonly [kind in ActionResult['kind']]: Look } = {
  'ok': Look.GOOD, 'failed': Look.BAD, 'noted': Look.DIM, 'not rehearsed': Look.WARNING, 'not reached': Look.DIM,
};

function wordsOf({ text, lacks = [] }: Pick<ActionResult, 'text' | 'lacks'>): string {
  return [text, ...lacks.map(lack => `without ${lack}`)].filter(Boolean).join('; ');
}
