import { directoryWith } from './small-app';

/** A monorepo of three services, `api`, `chat` and `mail`, of which the first two share a package. They answer with a word. */
export function smallMonorepo(word: string): string {
  const service = (name: string, shared: boolean) => ({
    name, version: '1.0.0', private: true, scripts: { start: 'node server.js', test: 'node --test' }, dependencies: shared ? { words: '1.0.0' } : {},
  });
  const words = { name: 'words', version: '1.0.0', main: 'index.js' };
  const members = { api: service('api', true), chat: service('chat', true), mail: service('mail', false) };
  const root = { name: 'root', private: true, workspaces: ['services/*', 'packages/*'] };
  const text = (value: object) => JSON.stringify(value, undefined, 2);
  return directoryWith({
    '.git/HEAD': '',
    'package.json': text(root),
    'package-lock.json': text({
      name: 'root', lockfileVersion: 3, requires: true, packages: {
        '': root,
        ...Object.fromEntries(Object.entries(members).flatMap(([name, manifest]) =>
          [[`services/${name}`, manifest], [`node_modules/${name}`, { resolved: `services/${name}`, link: true }]])),
        'packages/words': words, 'node_modules/words': { resolved: 'packages/words', link: true },
      },
    }),
    'packages/words/package.json': text(words),
    'packages/words/index.js': `module.exports = 'well, ${word}';\n`,
    ...Object.fromEntries(Object.entries(members).flatMap(([name, manifest]) => [
      [`services/${name}/package.json`, text(manifest)],
      [`services/${name}/server.js`, `const words = ${name === 'mail' ? `'${word}'` : 'require("words")'};\nrequire('http').createServer((_, response) => response.end(words)).listen(process.env.PORT || 8080);\n`],
      [`services/${name}/server.test.js`, 'require("node:test").test("passes", () => {});\n'],
    ])),
  });
}
