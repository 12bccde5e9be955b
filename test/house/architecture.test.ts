import { existsSync, readdirSync, readFileSync } from 'fs';
import { join, resolve } from 'path';

const ROOT = resolve(__dirname, '..', '..');
const PAGE = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf-8');
const CONTRIBUTING = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf-8');

/** Sources in `lib/`, by their paths from the root of the repository. */
const SOURCES = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf-8' })
  .map(file => `lib/${file.replaceAll('\\', '/')}`)
  .filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts'));

/** Paths that a text names: words in backticks that begin with a folder of the repository. `*` stands for any end of a path. */
function pathsIn(text: string): string[] {
  return [...text.matchAll(/`((?:lib|test|docs|examples|projenrc|bench|\.ci)\/[^`\s]*)`/g)].map(([, path]) => path);
}

function exists(path: string): boolean {
  return path.endsWith('*') ? SOURCES.some(file => file.startsWith(path.slice(0, -1))) : existsSync(join(ROOT, path));
}

/** Text below a heading, up to the next one. */
function section(heading: string): string {
  const [, text] = PAGE.split(`\n### ${heading}\n`);
  return text.split(/\n##+ /)[0];
}

describe.each(Object.entries({ 'ARCHITECTURE.md': PAGE, 'CONTRIBUTING.md': CONTRIBUTING }))('%s', (_name, text) => {
  test('names files and folders that are there', () => {
    expect(pathsIn(text).length).toBeGreaterThan(5);
    expect(pathsIn(text).filter(path => !exists(path))).toEqual([]);
  });
});

describe('ARCHITECTURE.md', () => {
  test('says of every folder of lib/ what it is', () => {
    const folders = readdirSync(join(ROOT, 'lib'), { withFileTypes: true }).filter(entry => entry.isDirectory()).map(entry => `lib/${entry.name}/`);
    const [, list] = PAGE.split('\n## Folders\n');
    const told = [...list.split('\n## ')[0].matchAll(/^- `(lib\/[a-z-]+\/)`/gm)].map(([, folder]) => folder);

    expect(told.sort()).toEqual(folders.sort());
  });

  /** By what the files are found that know of the one that a recipe takes as its example. */
  test.each([
    ['A package manager', /berry/i],
    ['A framework', /adonis/i],
    ['A base image', /distroless/i],
    ['A gate', /\bGate\.command\b|\bGate\.script\b/],
    ['A delivery', /\bNodejsImageDeployment\b/],
    ['A deployment target', /app-?runner/i],
  ])('the recipe "%s" leaves out no file', (heading, pattern) => {
    const found = SOURCES.filter(file => pattern.test(readFileSync(join(ROOT, file), 'utf-8')));
    const told = pathsIn(section(heading)).filter(path => path.startsWith('lib/'));

    expect(found.length).toBeGreaterThan(2);
    expect(found.filter(file => !told.some(path => path.endsWith('*') ? file.startsWith(path.slice(0, -1)) : path === file))).toEqual([]);
  });
});

describe('package managers', () => {
  /** Which of them are in base images, and a field of package.json that is named like one. */
  const known = ['lib/image/plan/base-programs.ts', 'lib/project/manifest/manifest.ts', 'lib/project/secrets/hard-coded/document.ts'];

  test('nothing that reads or plans has a list of them: it asks them', () => {
    const asks = SOURCES.filter(file => /^lib\/(project|image)\//.test(file) && !file.startsWith('lib/project/package-managers/'));
    const naming = asks.filter(file => /(?<!(?:import|from) )'(pnpm|pnpx|yarn|yarnpkg)'|[(|](pnpm|yarn)[)|]/.test(readFileSync(join(ROOT, file), 'utf-8')));

    expect(asks.length).toBeGreaterThan(100);
    expect(naming.sort()).toEqual(known);
  });
});

describe('CONTRIBUTING.md', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf-8'));

  test('fits a screen', () => {
    expect(CONTRIBUTING.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  });

  test('names commands that are there', () => {
    const named = [...CONTRIBUTING.matchAll(/npm (?:run )?([a-z:-]+)/g)].map(([, name]) => name).filter(name => !['ci', 'test'].includes(name));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(name => !(name in scripts))).toEqual([]);
  });
});
