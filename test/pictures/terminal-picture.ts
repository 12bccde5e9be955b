import { xml } from '../../lib/cli/diagram/stage-diagram';

/** Columns of the terminal, at which longer lines go on in the next. */
export const COLUMNS = 80;

/** Pixels of a cell, and around all of them. */
const CELL = { width: 8.4, height: 19 };
const MARGIN = { side: 18, top: 40, bottom: 16 };

/** Looks by the numbers that turn them on, and those that turn them off. @see https://ecma-international.org/publications-and-standards/standards/ecma-48/ 8.3.117 */
const ON: { readonly [code: number]: string } = { 1: 'bold', 2: 'dim', 31: 'red', 32: 'green', 33: 'yellow', 36: 'cyan' };
const OFF: { readonly [code: number]: readonly string[] } = { 0: Object.values(ON), 22: ['bold', 'dim'], 39: ['red', 'green', 'yellow', 'cyan'] };

const STYLE = [
  'text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}.bold{font-weight:bold}',
  '.page{fill:#fff;stroke:#d0d7de}.button{fill:#d0d7de}.text{fill:#1f2328}.dim{fill:#656d76}.red{fill:#cf222e}.green{fill:#1a7f37}.yellow{fill:#9a6700}.cyan{fill:#0a6a75}',
  '@media(prefers-color-scheme:dark){',
  '.page{fill:#0d1117;stroke:#30363d}.button{fill:#30363d}.text{fill:#e6edf3}.dim{fill:#8d96a0}.red{fill:#ff7b72}.green{fill:#3fb950}.yellow{fill:#d29922}.cyan{fill:#56d4dd}',
  '}',
].join('');

interface Cell {
  readonly character: string;
  /** Looks, as classes of the picture. */
  readonly look: string;
}

/** Picture (SVG) of a terminal of 80 columns that was sent a text, with its colours. Escape sequences that it does not know are an error. */
export function terminalPicture(sent: string, title: string): string {
  const lines = screenOf(sent);
  while (lines.at(-1)?.length === 0) lines.pop();
  const width = Math.ceil(COLUMNS * CELL.width) + 2 * MARGIN.side;
  const height = MARGIN.top + lines.length * CELL.height + MARGIN.bottom;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" xml:space="preserve">`,
    `<title>${xml(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="page" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...[0, 1, 2].map(index => `<circle class="button" cx="${22 + index * 18}" cy="19" r="5.5"/>`),
    ...lines.flatMap((line, row) => runsOf(line).map(({ column, text, look }) =>
      `<text class="${`text ${look}`.trim()}" x="${round(MARGIN.side + column * CELL.width)}" y="${MARGIN.top + row * CELL.height + 14}" `
      + `textLength="${round([...text].length * CELL.width)}" lengthAdjust="spacingAndGlyphs">${xml(text)}</text>`)),
    '</svg>',
    '',
  ].join('\n');
}

/** What stands on the screen in the end, line by line. */
function screenOf(sent: string): Cell[][] {
  const lines: Cell[][] = [[]];
  const looks = new Set<string>();
  let column = 0;
  for (const [part, numbers, command] of sent.matchAll(/\u001b\[([\d;]*)([A-Za-z])|[^]/gu)) { // eslint-disable-line no-control-regex -- what terminals are sent
    if (command === 'm') {
      for (const code of (numbers || '0').split(';').map(Number)) {
        if (!ON[code] && !OFF[code]) throw new Error(`no look has the number ${code}`);
        OFF[code]?.forEach(look => looks.delete(look));
        if (ON[code]) looks.add(ON[code]);
      }
    } else if (command === 'K' && numbers === '2') {
      lines[lines.length - 1] = [];
    } else if (part === '\n') {
      lines.push([]);
      column = 0;
    } else if (part === '\r') {
      column = 0;
    } else if (command !== undefined || part < ' ') {
      throw new Error(`a terminal was sent ${JSON.stringify(part)}, which this one does not know`);
    } else {
      if (column === COLUMNS) {
        lines.push([]);
        column = 0;
      }
      lines[lines.length - 1][column++] = { character: part, look: [...looks].sort().join(' ') };
    }
  }
  return lines;
}

/** Texts of one look, without the spaces around them. */
function runsOf(line: readonly Cell[]): { column: number; text: string; look: string }[] {
  const runs: { column: number; text: string; look: string }[] = [];
  line.forEach(({ character, look }, column) => {
    const last = runs.at(-1);
    if (last?.look === look) last.text += character;
    else runs.push({ column, text: character, look });
  });
  return runs
    .map(({ column, text, look }) => ({ column: column + text.length - text.trimStart().length, text: text.trim(), look }))
    .filter(({ text }) => text !== '');
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
