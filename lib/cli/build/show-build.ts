import * as fs from 'fs';
import * as path from 'path';
import { Look, Terminal } from '../terminal/terminal';
import { columns } from '../terminal/wrap';
import { Build, seconds } from './build-image';
import { bundlingLines } from './bundling-result';
import { chainsOf } from './chains';
import { GateResult } from './gate-results';
import { ImageContent } from './image-content';

/** So many packages are named. */
const PACKAGES = 5;

/** Result of a build, as lines: gates, stages, and the image. */
export function showBuild(build: Build, content: ImageContent | undefined, terminal: Terminal, reports: string): string[] {
  const title = (text: string) => ['', terminal.style(Look.TITLE, text)];
  const { gates, stages } = build;
  const many = gates.some(({ platform }) => platform !== undefined);
  const gateRows = gates.map(({ name, passed, cases, seconds: time, platform = '' }) => [
    `  ${name}`, ...many ? [platform] : [], passed ? 'ok' : 'failed', cases === undefined ? '' : `${cases} ${cases === 1 ? 'test' : 'tests'}`, time === undefined ? '' : seconds(time),
  ]);
  const failed = gates.find(({ passed }) => !passed);
  return [
    ...gates.length ? [...title('Gates'), ...columns(gateRows, [gateRows[0].length - 1]).map(line => coloured(line, terminal))] : [],
    ...gates.flatMap(({ name, note }) => note === undefined ? [] : terminal.wrapped(`${name}: ${note}`, 2).map(line => terminal.style(Look.WARNING, line))),
    ...failed ? [...title(`The first failure, of the gate ${failed.name}`), ...failed.failure!.split('\n').map(line => `  ${line}`), ...verdictLines(failed, terminal)] : [],
    ...title('Stages'),
    ...columns(stages.map(stage => [`  ${stage.name}`, stage.cached ? '' : seconds(stage.seconds), stage.cached ? 'cached' : stage.failed ? 'failed' : '']), [1]),
    ...failureOf(build, terminal),
    ...build.bundling ? [...title('Bundling'), ...bundlingLines(build.bundling, text => terminal.wrapped(text, 4))] : [],
    ...content ? [...title('Image'), ...contentLines(content, chainsIn(build))] : [],
    ...gates.length ? ['', `The logs and reports of the gates are in ${reports}`] : [],
  ];
}

function verdictLines({ verdict = [] }: GateResult, terminal: Terminal): string[] {
  return verdict.flatMap(line => terminal.wrapped(line, 2)).map(line => terminal.style(Look.BAD, line));
}

function coloured(line: string, terminal: Terminal): string {
  return line.replace(/ (ok|failed)(?= |$)/, (_, word: string) => ` ${terminal.style(word === 'ok' ? Look.GOOD : Look.BAD, word)}`);
}

function failureOf({ failure }: Build, terminal: Terminal): string[] {
  if (failure === undefined) return [];
  const step = 'step' in failure ? failure : undefined;
  const log = (step?.log ?? '').trimEnd().split('\n').slice(-30);
  return [
    '',
    terminal.style(Look.BAD, step ? `The build failed in the stage ${step.stage}` : 'The build failed'),
    ...step ? [`  ${step.step.slice(0, 200)}`] : [],
    ...log.filter(line => line !== '').map(line => `  ${line}`),
    ...terminal.wrapped(failure.error.split('\n').slice(-5).join('\n'), 2),
  ];
}

/** Chain of dependencies that brings each package, as far as the lockfile tells. */
function chainsIn({ dockerfile: { project } }: Build): ReturnType<typeof chainsOf> {
  const file = project.lockfile === undefined ? undefined : path.join(project.installDirectory, project.lockfile);
  return chainsOf(file !== undefined && file.endsWith('.json') ? fs.readFileSync(file, 'utf8') : '', project.workspace?.path ?? '');
}

function contentLines({ id, bytes, layers, allBytes, allLayers, packages }: ImageContent, chains: ReturnType<typeof chainsOf>): string[] {
  const shown = packages.slice(0, PACKAGES).map(([name, size]) => {
    const chain = chains.get(name) ?? [];
    return `${name} ${megabytes(size)}${chain.length ? `, by ${chain.join(' > ')}` : ''}`;
  });
  const [first, ...more] = shown;
  const rest = packages.length - PACKAGES;
  return [
    ...columns([
      ['  id', id],
      ['  size', `${megabytes(bytes)} above its base, ${megabytes(allBytes)} in all`],
      ['  layers', `${layers} above its base, ${allLayers} in all`],
      ...first === undefined ? [] : [['  packages', first]],
      ...more.map(line => ['', line]),
      ...rest > 0 ? [['', `and ${rest} more`]] : [],
    ]),
  ];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e5 ? 2 : 1)} MB`;
}
