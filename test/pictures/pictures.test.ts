import * as fs from 'fs';
import * as path from 'path';
import { SaxesParser } from 'saxes';
import { cdkNodejsImage } from '../cli/command-line';
import { EXAMPLES } from '../golden/examples';
import { golden, UPDATE } from '../golden/golden-file';
import { recorded } from './recordings';
import { terminalPicture } from './terminal-picture';

const ROOT = path.resolve(__dirname, '..', '..');
const IMAGES = path.join(ROOT, 'docs', 'images');

/** Lines of a picture: as much as is read. */
const MOST_LINES = 46;

/** A command as it is typed in the directory of the two-stage demo, and what it shows. */
function session(command: string, text: string): string {
  const lines = text.trimEnd().split('\n');
  const cut = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '\u001b[2m...\u001b[22m'] : lines;
  return [`\u001b[2m$\u001b[22m \u001b[1mnpx ${command}\u001b[22m`, ...cut].join('\n');
}

/** What a command shows in a terminal. */
async function shown(name: string, ...words: string[]): Promise<string> {
  const { directory } = EXAMPLES['two-stage-demo'];
  const { code, all } = await cdkNodejsImage([name, directory, ...words], { tty: true });
  expect(code).toBe(0);
  return session(['cdk-nodejs-image', name, ...words].join(' '), all.replaceAll(ROOT, '/home/me'));
}

/** The pictures of the pages; what takes an engine is from its recording, which a test with an engine holds to the command. */
const PICTURES: { readonly [name: string]: () => Promise<string> | string } = {
  'inspect': async () => terminalPicture(await shown('inspect'), 'What inspect shows of a project'),
  'explain': async () => terminalPicture(await shown('dockerfile', '--explain'), 'A Dockerfile with the reason of each step'),
  'build-passes': () => terminalPicture(session('cdk-nodejs-image build', recorded('build-passes')), 'A build whose gates passed'),
  'build-fails': () => terminalPicture(session('cdk-nodejs-image build', recorded('build-fails')), 'A build with a test that fails'),
  'stages': async () => (await cdkNodejsImage(['dockerfile', '--svg', EXAMPLES['two-stage-demo'].directory])).out,
};

test.each(Object.keys(PICTURES))('the picture %s shows what the command does', async name => {
  const picture = await PICTURES[name]();
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', error => { throw error; });
  parser.write(picture).close();

  expect(golden(path.join(IMAGES, `${name}.svg`), picture)).toBe(picture);
});

/** Chart that the benchmarks make. */
const CHART = 'bench.svg';

test('there is no picture that nothing makes, and none that no page shows', () => {
  const files = fs.readdirSync(IMAGES).filter(file => file.endsWith('.svg'));
  const pages = ['README.md', ...fs.readdirSync(path.join(ROOT, 'docs')).filter(file => file.endsWith('.md')).map(file => path.join('docs', file))];
  const text = pages.map(page => fs.readFileSync(path.join(ROOT, page), 'utf8')).join('\n');

  expect(files.sort()).toEqual([...Object.keys(PICTURES).map(name => `${name}.svg`), CHART].sort());
  if (!UPDATE) expect(files.filter(file => !text.includes(`images/${file})`))).toEqual([]);
});
