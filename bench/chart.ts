import { REFERENCE, TITLES } from './contender-titles';
import type { Measured, Results } from './results';

const WIDTH = 860;
const LABELS = 190;
const VALUES = 150;
const ROW = 17;
const GAP = 14;
/** What is more than so many times the reference is cut off. */
const MOST = 4;

/** Colours that are told apart on light and on dark ground. */
const OTHERS = '#8a94a6';
const COLOURS: { readonly [contender: string]: string } = { [REFERENCE]: '#4f6bd6', ours: '#1f9d68', distroless: '#17805a', bundled: '#0d5c42' };

/** Chart of the bytes of images above their bases, as an SVG: for each application a bar for each contender, in multiples of the reference. */
export function drawChart(results: readonly Results[]): string {
  const scale = (WIDTH - LABELS - VALUES) / MOST;
  const shapes: string[] = [];
  let y = 64;
  const text = (x: number, at: number, words: string, more = '') => shapes.push(`<text x="${Number(x.toFixed(1))}" y="${at}"${more}>${escaped(words)}</text>`);
  text(16, 26, 'Bytes of an image above its base image, in multiples of the best Dockerfile by hand', ' font-size="15" font-weight="600"');
  const top = y - 18;
  for (const { app, contenders } of results) {
    const reference = contenders[REFERENCE]?.layers;
    if (reference === undefined) continue;
    text(16, y, app, ' font-weight="600"');
    y += 6;
    for (const [name, title] of Object.entries(TITLES)) {
      const layers = contenders[name]?.layers;
      if (contenders[name] === undefined) continue;
      const ratio = layers && layers.bytes / reference.bytes;
      const width = Math.max(1, Math.min(ratio ?? 0, MOST) * scale);
      text(LABELS - 8, y + 11, title, ' text-anchor="end"');
      if (ratio !== undefined) shapes.push(`<rect x="${LABELS}" y="${y + 1}" width="${width.toFixed(1)}" height="${ROW - 5}" rx="2" fill="${COLOURS[name] ?? OTHERS}"/>`);
      text(LABELS + (ratio === undefined ? 0 : width) + 6, y + 11, layers ? `${megabytes(layers)} MB${name === REFERENCE ? '' : ` (${ratio!.toFixed(2)})`}` : 'does not build');
      y += ROW;
    }
    y += GAP + 8;
  }
  const line = `<line x1="${LABELS + scale}" y1="${top}" x2="${LABELS + scale}" y2="${y - GAP}" stroke="${COLOURS[REFERENCE]}" stroke-dasharray="3 3"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" font-family="system-ui, sans-serif" font-size="12">
<title>Bytes of images above their base images</title>
<style>text{fill:#24292f}@media(prefers-color-scheme:dark){text{fill:#e6edf3}}</style>
${line}
${shapes.join('\n')}
</svg>
`;
}

/** Millions of bytes, in three digits or more. */
export function megabytes({ bytes }: NonNullable<Measured['layers']>): string {
  const value = bytes / 1e6;
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, sign => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]!);
}
