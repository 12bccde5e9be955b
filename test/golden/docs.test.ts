import * as fs from 'fs';
import * as path from 'path';
import { NodejsDockerfile } from '../../lib';
import { COMMANDS } from '../../lib/cli/commands/index';
import { composeFile } from '../../lib/cli/compose-file';
import { writeInPlace } from '../../lib/cli/dockerfile/write-in-place';
import { ERRORS } from '../../lib/cli/explain/errors';
import { WARNINGS } from '../../lib/cli/explain/warnings';
import { helpOf } from '../../lib/cli/help';
import { readImage } from '../../lib/cli/read-image';
import { LANGUAGES } from '../../lib/cli/stack-files';
import { Terminal } from '../../lib/cli/terminal/terminal';
import { complianceTable } from '../compliance/compliance-table';
import { documents } from '../documents';
import { temporaryDirectory } from '../temporary';
import { beforeAndAfter, beforeDockerfile } from './before-and-after';
import { compatibilityTable } from './compatibility-table';
import { decisionIndex } from './decision-index';
import { EXAMPLES } from './examples';
import { golden } from './golden-file';
import { llmsText } from './llms';
import { messagesOf, resourcesOf, stagesOf } from './snippet-output';

const ROOT = path.join(__dirname, '..', '..');
const GENERATED = /<!-- generated: (\S+) (\S+) -->\n[^]*?<!-- end -->/g;

/** The program among the files of a stack. */
const PROGRAM = /\.(ts|py|java|cs)$/;

const NOWHERE = { write: () => true };
const TERMINAL = new Terminal({ stdout: NOWHERE, stderr: NOWHERE, environment: {} });

/** What the pages show beneath the code: `<!-- generated: KIND NAME -->`, some of it made by the TypeScript that stands last before it. */
const KINDS: { readonly [kind: string]: (name: string, code: string) => string } = {
  stages: (name, code) => fence('Dockerfile', stagesOf(code, name)),
  resources: (name, code) => fence('text', resourcesOf(code, name)),
  messages: (_, code) => fence('text', messagesOf(code)),
  source: name => fence('ts', fs.readFileSync(path.join(ROOT, 'examples', `${name}.ts`), 'utf8')),
  dockerfile: name => fence('Dockerfile', NodejsDockerfile.fromDirectory(EXAMPLES[name]).render()),
  directory: name => fence('Dockerfile', NodejsDockerfile.fromDirectory({ directory: EXAMPLES[name].directory }).render()),
  dockerignore: name => fence('text', NodejsDockerfile.fromDirectory(EXAMPLES[name]).dockerIgnore.render()),
  compatibility: () => compatibilityTable(),
  compliance: () => complianceTable(),
  decisions: () => decisionIndex(),
  errors: () => Object.entries(ERRORS).map(([name, { cause, cure, example }]) => `### ${name}\n\n${cause}\n\n${cure}\n\n${fence('text', example)}`).join('\n\n'),
  warnings: () => Object.entries(WARNINGS).sort(([a], [b]) => a < b ? -1 : 1).map(([id, { cause, cure }]) => `### ${id}\n\n${cause}\n\n*Cure.* ${cure}`).join('\n\n'),
  inspect: name => fence('text', fs.readFileSync(path.join(ROOT, 'test', 'cli', 'golden', `${name}.txt`), 'utf8')),
  help: name => fence('text', helpOf(COMMANDS.find(command => command.name === name)!, TERMINAL).join('\n')),
  stacks: name => stacks(name),
  before: name => `${fence('Dockerfile', beforeDockerfile(name))}\n\n${beforeAndAfter(name)}`,
  compose: name => fence('yaml', composeFile(NodejsDockerfile.fromDirectory({ directory: EXAMPLES[name].directory }), undefined, name).text),
  written: name => fence('text', written(EXAMPLES[name].directory)),
  mermaid: name => fence('mermaid', NodejsDockerfile.fromDirectory(EXAMPLES[name]).toMermaid()),
};

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** The files that `dockerfile --write` writes into a project. */
function written(project: string): string {
  const directory = path.join(temporaryDirectory(), 'project');
  fs.cpSync(project, directory, { recursive: true, filter: source => path.basename(source) !== 'node_modules' });
  return writeInPlace(readImage({ directory }), 'Dockerfile').files.join('\n');
}

/** The stack that `init` writes, in each language, as tabs of the site. */
function stacks(name: string): string {
  const options = { stack: 'Api', name, directory: '..', versions: { 'cdk-nodejs-image': '^0', 'aws-cdk-lib': '^2', 'constructs': '^10' } };
  const tabs = Object.values(LANGUAGES).map(language => {
    const [[file, text]] = Object.entries(language.files(options)).filter(([program]) => PROGRAM.test(program));
    return fence(`${PROGRAM.exec(file)![1]} [${language.title}]`, text);
  });
  return `::: code-group\n\n${tabs.join('\n\n')}\n\n:::`;
}

/** The TypeScript that stands last before a place of a page. */
function codeBefore(text: string, offset: number): string {
  return [...text.slice(0, offset).matchAll(/^```ts\n([^]*?)^```$/gm)].at(-1)?.[1] ?? '';
}

const PAGES = documents();

test.each([...PAGES, 'site/index.md'])('%s shows what is generated', page => {
  const file = path.join(ROOT, page);
  const text = fs.readFileSync(file, 'utf8');
  const current = text.replace(GENERATED, (_, kind, name, offset) => `<!-- generated: ${kind} ${name} -->\n${KINDS[kind](name, codeBefore(text, offset))}\n<!-- end -->`);
  expect(golden(file, current)).toBe(current);
});

/** What a page can be entered at: its headings, as GitHub makes anchors of them. */
function anchors(page: string): Set<string> {
  const prose = fs.readFileSync(path.join(ROOT, page), 'utf8').replace(/^```[^]*?^```$/gm, '');
  const taken = new Map<string, number>();
  return new Set([...prose.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => {
    const slug = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase().replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '').replaceAll(' ', '-');
    const times = taken.get(slug) ?? 0;
    taken.set(slug, times + 1);
    return times ? `${slug}-${times}` : slug;
  }));
}

test.each(PAGES)('%s links to what is there', page => {
  const text = fs.readFileSync(path.join(ROOT, page), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].map(([, file, anchor]) => ({ to: file ? path.join(path.dirname(page), file) : page, anchor }));
  const missing = links.filter(({ to, anchor }) => !fs.existsSync(path.join(ROOT, to)) || (anchor !== undefined && !anchors(to).has(anchor)));
  expect(missing).toEqual([]);
});

test('llms.txt names every page', () => {
  const text = llmsText(PAGES);
  expect(golden(path.join(ROOT, 'llms.txt'), text)).toBe(text);
});
