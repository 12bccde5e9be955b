import { Stage } from '../../dockerfile/index';
import { stageArrows } from '../../image/stage-arrows';
import { layOut, Place } from './layout';

/** Pixels: of a letter of the font, which is a monospaced one, of a box, and of what is between boxes. */
const LETTER = 7.3;
const BOX = { height: 28, padding: 12 };
const GAP = { x: 40, y: 18 };
const MARGIN = 20;
const LEGEND = { width: 400, height: 34 };

const STYLE = [
  'svg{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}',
  '.page{fill:#fff;stroke:#d0d7de}.box{fill:#f6f8fa;stroke:#8c959f}.text{fill:#1f2328}.note{fill:#57606a}.arrow{fill:none;stroke:#6e7781}.head{fill:#6e7781}',
  '.gate{fill:#fff8c5;stroke:#bf8700}.release{fill:#dafbe1;stroke:#1a7f37}.copies{stroke-dasharray:4 3}',
  '@media(prefers-color-scheme:dark){',
  '.page{fill:#0d1117;stroke:#30363d}.box{fill:#161b22;stroke:#6e7681}.text{fill:#e6edf3}.note{fill:#8d96a0}.arrow{stroke:#8b949e}.head{fill:#8b949e}',
  '.gate{fill:#341a00;stroke:#d29922}.release{fill:#04260f;stroke:#3fb950}',
  '}',
].join('');

/** The stages as a picture (SVG): what a stage starts from and copies from stands to the left of it. Light or dark, as who looks at it has it. */
export function stageDiagram(stages: readonly Stage[], title: string): string {
  const arrows = stageArrows(stages);
  const { boxes, routes } = layOut(stages.map(({ name }) => name), arrows);
  const widths: number[] = [];
  for (const [name, { column }] of boxes) widths[column] = Math.max(widths[column] ?? 0, Math.ceil(name.length * LETTER) + 2 * BOX.padding);
  const lefts = widths.reduce<number[]>((all, _, column) => [...all, column === 0 ? MARGIN : all[column - 1] + widths[column - 1] + GAP.x], []);
  const left = ({ column }: Place) => lefts[column];
  const right = ({ column }: Place) => lefts[column] + widths[column];
  const middle = ({ row }: Place) => round(MARGIN + row * (BOX.height + GAP.y) + BOX.height / 2);
  const bottom = Math.max(0, ...[...boxes.values(), ...routes.flatMap(({ places }) => places)].map(place => middle(place) + BOX.height / 2));
  const width = Math.max(LEGEND.width, widths.reduce((sum, one) => sum + one + GAP.x, 2 * MARGIN - GAP.x));
  const height = Math.ceil(bottom) + LEGEND.height;

  const line = (places: readonly Place[]) => places.map((place, index) => {
    const [y, next] = [middle(place), places[index + 1]];
    const through = index === 0 ? `M${right(place)} ${y}` : index === places.length - 1 ? '' : `H${right(place)}`;
    if (next === undefined) return through;
    const [x, end, bend] = [right(place), left(next) - (index === places.length - 2 ? 6 : 0), round((left(next) - right(place)) / 2)];
    return `${through}C${x + bend} ${y} ${end - bend} ${middle(next)} ${end} ${middle(next)}`;
  }).join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${xml(title)}</title>`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="head" viewBox="0 0 6 6" refX="0" refY="3" markerWidth="6" markerHeight="6" markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0L6 3L0 6z"/></marker></defs>',
    `<rect class="page" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6"/>`,
    ...routes.map(({ places }, index) => {
      const { from, to, copies } = arrows[index];
      return `<path class="arrow${copies ? ' copies' : ''}" marker-end="url(#head)" d="${line(places)}"><title>${xml(`${to} ${copies ? 'copies from' : 'starts from'} ${from}`)}</title></path>`;
    }),
    ...[...boxes].flatMap(([name, place]) => [
      `<rect class="box${kindOf(name)}" x="${left(place)}" y="${middle(place) - BOX.height / 2}" width="${widths[place.column]}" height="${BOX.height}" rx="5"/>`,
      `<text class="text" x="${left(place) + widths[place.column] / 2}" y="${middle(place) + 4}" text-anchor="middle">${xml(name)}</text>`,
    ]),
    `<path class="arrow" marker-end="url(#head)" d="M${MARGIN} ${height - 16}h24"/><text class="note" x="${MARGIN + 38}" y="${height - 12}">starts from</text>`,
    `<path class="arrow copies" marker-end="url(#head)" d="M${MARGIN + 150} ${height - 16}h24"/><text class="note" x="${MARGIN + 188}" y="${height - 12}">copies from, or mounts</text>`,
    '</svg>',
    '',
  ].join('\n');
}

function kindOf(name: string): string {
  return name === 'release' ? ' release' : /^gate(-|$)/.test(name) ? ' gate' : '';
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

/** Text of an element, whatever it holds. What XML has no place for, such as control characters, is a replacement character. */
export function xml(text: string): string {
  return text.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd').replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
