import { SaxesParser } from 'saxes';
import { stageDiagram, xml } from '../../../lib/cli/diagram/stage-diagram';
import { From, Instruction, Stage } from '../../../lib/dockerfile';
import { EXAMPLES } from '../../golden/examples';
import { cdkNodejsImage } from '../command-line';

/** Texts of the elements of a document by their names, in order; what is not well-formed is thrown. */
function textsOf(document: string): { [element: string]: string[] } {
  const texts: { [element: string]: string[] } = {};
  const open: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', error => { throw error; });
  parser.on('opentag', ({ name }) => {
    open.push(name);
    (texts[name] ??= []).push('');
  });
  parser.on('text', text => {
    const own = texts[open[open.length - 1]];
    if (own) own[own.length - 1] += text;
  });
  parser.on('closetag', () => { open.pop(); });
  parser.write(document).close();
  return texts;
}

test.each(['two-stage-demo', 'lets-chat', 'yarn', 'telescope', 'telescope-posts'])('the picture of %s has each stage and each arrow that the diagram has', async name => {
  const { directory } = EXAMPLES[name];
  const { code, out, err } = await cdkNodejsImage(['dockerfile', '--svg', directory]);
  const { out: mermaid } = await cdkNodejsImage(['dockerfile', '--mermaid', directory]);
  const texts = textsOf(out);

  expect([code, err]).toEqual([0, '']);
  const names = new Map([...mermaid.matchAll(/^ {2}(\w+)\["(.*)"\]$/gm)].map(([, id, label]) => [id, label]));
  expect(texts.text.slice(0, names.size)).toEqual([...names.values()]);
  const arrows = [...mermaid.matchAll(/^ {2}(\w+) (-->|-\.->) (\w+)$/gm)].map(([, from, kind, to]) => `${names.get(to)} ${kind === '-->' ? 'starts' : 'copies'} from ${names.get(from)}`);
  expect(arrows.length).toBeGreaterThan(10);
  expect(texts.title.slice(1)).toEqual(arrows);
  expect(texts.title[0]).toMatch(/^Stages of the image \S+$/);
});

test('no text is anything but text', () => {
  const hostile = '</title><script>alert(1)</script> & "\' ]]> \u0000\u001b[31m \ud800 \u{1f600}';
  const stage = new Stage({ name: 'release', from: From.image('node:24'), instructions: [Instruction.workdir('/app')] });
  const document = stageDiagram([stage], hostile);

  expect(document).not.toMatch(/<script/);
  expect(textsOf(document).title).toEqual([hostile.replace(/[\u0000\u001b\ud800]/gu, '\ufffd')]); // eslint-disable-line no-control-regex -- hostile
  expect(textsOf(`<a b="${xml(hostile)}"/>`).a).toEqual(['']);
});

test('a single stage has a picture, and so has none', () => {
  const stage = new Stage({ name: 'a-very-long-name-of-a-stage-that-is-wider-than-the-legend-beneath-it', from: From.SCRATCH, instructions: [] });

  expect(textsOf(stageDiagram([stage], 'one')).text[0]).toBe(stage.name);
  expect(textsOf(stageDiagram([], 'none')).text).toEqual(['starts from', 'copies from, or mounts']);
});
