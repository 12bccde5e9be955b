import * as fs from 'fs';
import * as path from 'path';

const ROOT = path.join(__dirname, '..', '..');
const { description, repository } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const BASE = `${repository.url.replace(/^git\+|\.git$/g, '')}/blob/main`;

/** Pages by what they are for, in the order in which a reader needs them. */
const SECTIONS: { readonly [title: string]: (page: string) => boolean } = {
  'Start here': page => ['README.md', 'docs/getting-started.md', 'docs/cli.md', 'docs/troubleshooting.md', 'docs/faq.md', 'docs/errors.md'].includes(page),
  'Migration': page => page.startsWith('docs/migration/'),
  'Guides': page => /^docs\/[^/]+$/.test(page),
  'Optional': page => page === 'docs/decisions/README.md' || !page.includes('/'),
};

/** The first sentence that a page has, without links and code. */
function sentenceOf(text: string): string {
  const [paragraph = ''] = text.split('\n\n').filter(part => /^[A-Za-z`*]/.test(part));
  const plain = paragraph.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '').replace(/\s+/g, ' ').trim();
  return /^.*?[.:](?= [A-Z]|$)/.exec(plain)?.[0].replace(/:$/, '.') ?? plain;
}

/** `llms.txt`: the pages of the repository for programs that read them. @see https://llmstxt.org */
export function llmsText(pages: string[]): string {
  const left = new Set(pages.filter(page => !page.startsWith('docs/decisions/') || page.endsWith('README.md')));
  const sections = Object.entries(SECTIONS).map(([title, belongs]) => {
    const lines = [...left].filter(belongs).map(page => {
      left.delete(page);
      const text = fs.readFileSync(path.join(ROOT, page), 'utf8');
      return `- [${/^# (.*)$/m.exec(text)![1]}](${BASE}/${page}): ${page === 'README.md' ? `${description}.` : sentenceOf(text)}`;
    });
    return `## ${title}\n\n${lines.join('\n')}\n`;
  });
  if (left.size) throw new Error(`${[...left].join(', ')} belong to no section of llms.txt`);
  return `# cdk-nodejs-image\n\n> ${description}.\n\n${sections.join('\n')}`;
}
