import { Look, Terminal } from '../terminal/terminal';
import { Inspection, Item } from './inspection';

/** Where values begin. */
const INDENT = 18;

/** An inspection for people, as lines. */
export function showInspection(inspection: Inspection, terminal: Terminal): string[] {
  const title = (text: string) => ['', terminal.style(Look.TITLE, text)];
  const named = [inspection.name ?? 'a project without a name', inspection.version].filter(text => text !== undefined).join(' ');
  return [
    terminal.style(Look.TITLE, named),
    terminal.style(Look.DIM, inspection.directory),
    ...inspection.groups.flatMap(group => [...title(group.title), ...group.items.flatMap(item => itemLines(item, terminal))]),
    ...title('Gates: no image unless all of them pass'),
    ...inspection.gates.length === 0 ? ['  none: nothing is tested before there is an image'] : inspection.gates.flatMap(({ name, runs, after, timeoutSeconds, prop }) =>
      row(name, `${runs}; after ${after}, ${timeoutSeconds} s at the most`, prop, terminal)),
    ...title(`The build: ${inspection.stages.length} stages`),
    ...inspection.stages.flatMap(({ name, reason }) => row(name, reason, undefined, terminal)),
    ...title(inspection.warnings.length === 0 ? 'No warnings' : `Warnings: ${inspection.warnings.length}`),
    ...inspection.warnings.flatMap(({ id, message }) => [`  ${terminal.style(Look.WARNING, id)}`, ...terminal.wrapped(message, 4)]),
    '',
    ...terminal.wrapped('In brackets: the prop that overrides it; here it is an option, [nodeVersion] is --node-version.'
      + (inspection.warnings.length === 0 ? '' : ' More of a warning: cdk-nodejs-image explain ID.')).map(line => terminal.style(Look.DIM, line)),
  ];
}

function itemLines(item: Item, terminal: Terminal): string[] {
  return [
    ...row(item.title, item.value, item.prop, terminal),
    ...terminal.wrapped(`${sourceOf(item)}${item.reason}`, INDENT).map(line => terminal.style(Look.DIM, line)),
  ];
}

function row(title: string, value: string, prop: string | undefined, terminal: Terminal): string[] {
  const [first = '', ...more] = terminal.wrapped(value, INDENT);
  const lines = [first.slice(INDENT), ...more.map(line => line.slice(INDENT))];
  const name = title.length < INDENT - 2 ? [] : [`  ${terminal.style(Look.NAME, title)}`];
  const head = name.length ? ' '.repeat(INDENT) : `  ${terminal.style(Look.NAME, title)}${' '.repeat(INDENT - 2 - title.length)}`;
  const note = prop === undefined ? '' : `[${prop}]`;
  const end = lines.length - 1;
  const fits = INDENT + lines[end].length + 2 + note.length <= terminal.width;
  return [
    ...name,
    ...lines.map((line, index) => `${index === 0 ? head : ' '.repeat(INDENT)}${line}${index === end && note && fits ? `  ${terminal.style(Look.DIM, note)}` : ''}`.trimEnd()),
    ...note && !fits ? [`${' '.repeat(INDENT)}${terminal.style(Look.DIM, note)}`] : [],
  ];
}

function sourceOf({ source }: Item): string {
  if (typeof source === 'string') return ['default', 'directory', 'the image'].includes(source) ? '' : `${source}: `;
  return `${source.file}${source.line === undefined ? '' : `:${source.line}`}${source.field === undefined ? '' : ` ${source.field}`}: `;
}
