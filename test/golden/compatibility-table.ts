import * as fs from 'fs';
import * as path from 'path';
import { NodejsDockerfile, NodejsProject } from '../../lib';
import { COMPAT_APPS, CompatApp, optionsOf } from '../compat/apps';

const COMPAT = path.join(__dirname, '..', 'compat');

/** Facts that say what an application is; those that were read somewhere are shown with where. */
const SHOWN = [
  ['packageManager', ''], ['nodeVersion', 'Node.js '], ['workspace', 'package '], ['framework', ''], ['runtimes', ''],
] as const;

/** One row for each application of the suite: what it shows, where that was read, what is emitted, what the image weighs. */
export function compatibilityTable(): string {
  const sizes: Record<string, number> = JSON.parse(fs.readFileSync(path.join(COMPAT, 'sizes.json'), 'utf8'));
  const rows = COMPAT_APPS.map(app => {
    const dockerfile = NodejsDockerfile.fromDirectory({ directory: app.root, ...optionsOf(app) });
    return [linked(app), app.feature, detected(dockerfile.project), emitted(dockerfile.render()), bytes(sizes[app.name])];
  });
  return [
    `${rows.length} images.`, '',
    '| application | what it shows | detected from | emitted | above the base |',
    '| --- | --- | --- | --- | ---: |',
    ...rows.map(cells => `| ${cells.map(cell => cell.replace(/\|/g, '\\|')).join(' | ')} |`),
  ].join('\n');
}

function linked({ name, golden }: CompatApp): string {
  return `[${name}](../${path.relative(path.join(COMPAT, '..', '..'), golden)})`;
}

function detected(project: NodejsProject): string {
  const facts = SHOWN.flatMap(([name, title]) => project.facts.filter(fact => fact.name === name && fact.value !== '')
    .map(({ value, source }) => `${title}${value}: ${source}`));
  const start = project.facts.find(({ name }) => name === 'startCommand')!;
  return [...facts, `start: ${start.source}`].join('<br>');
}

/** The commands that install and build, and the one that starts. */
function emitted(text: string): string {
  const runs = [...text.matchAll(/^RUN (?:--(?:mount|network)=\S+ (?:\\\n\s*)?)*([^]*?[^\\])\n/gm)].map(match => match[1].replace(/\s*\\\n\s*/g, ' '));
  const commands = runs.filter(run => !/^node \/(gate|collect)\.mjs|^mkdir |^\["(node", "\/start\.mjs|\/enter)"/.test(run));
  const start = /^CMD (.*)$/m.exec(text)?.[1];
  return [...new Set(commands), ...start === undefined ? [] : [start]].map(code).join('<br>');
}

function code(text: string): string {
  const shown = text.length > 160 ? `${text.slice(0, 157)}...` : text;
  return shown.includes('`') ? shown : `\`${shown}\``;
}

function bytes(count: number | undefined): string {
  if (count === undefined) throw new Error('sizes.json lacks an image: run the compatibility suite with UPDATE_GOLDEN=1');
  return count < 100_000 ? `${(count / 1000).toFixed(1)} kB` : `${(count / 1_000_000).toFixed(1)} MB`;
}
