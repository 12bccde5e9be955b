import { InstalledPackage } from '../shared/installed';

const LICENCE = /^(licen[cs]es?|copying|copyright|notice|patents|unlicense|third[-_ ]?party.*)([-._ ].*)?$/i;

/** The licences of packages that are in a bundle, and what the code has of them in its comments. */
export function licencesOf(packages: readonly InstalledPackage[], comments: readonly string[]): string {
  const own = [...packages].sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0).map(each => {
    const { name, manifest, files } = each;
    const texts = [...files.keys()].filter(path => !path.includes('/') && LICENCE.test(path)).sort().map(path => each.text(path).trim());
    const licence = typeof manifest.license === 'string' ? manifest.license : (manifest.license as { type?: string } | undefined)?.type ?? 'not stated';
    return [`${name} ${String(manifest.version ?? '')}`.trim(), `Licence: ${licence}`, ...texts].join('\n\n');
  });
  const notices = comments.map(text => text.trim()).filter(text => text !== '');
  return `${[...own, ...notices.length > 0 ? [`Notices in the code:\n\n${notices.join('\n\n')}`] : []].join(`\n\n${'-'.repeat(72)}\n\n`)}\n`;
}
