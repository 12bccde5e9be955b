import { MemoryFiles } from '../../../lib/project/files/memory-files';
import { ProjectFiles } from '../../../lib/project/files/project-files';
import { COMPUTED, ConfigSource, ConfigValue } from '../../../lib/project/frameworks/config-source';
import { ModuleGraph } from '../../../lib/project/modules/module-graph';
import { ModuleResolver } from '../../../lib/project/modules/module-resolver';

function configOf(file: string, text: string): ConfigSource {
  const files: ProjectFiles = Object.assign(new MemoryFiles('.', '{}'), {
    kind: (path: string) => path === file ? 'file' as const : undefined,
    text: (path: string) => path === file ? text : undefined,
  });
  return new ConfigSource(file, new ModuleGraph(files, new ModuleResolver(files), [file]));
}

test.each<[string, ConfigValue | undefined]>([
  ['export default { output: \'standalone\' };', 'standalone'],
  ['module.exports = { "output": "standalone" }', 'standalone'],
  ['const config: NextConfig = {\n  output: `standalone`,\n};', 'standalone'],
  ['config.output = "export";', 'export'],
  ['export default { output: "standalone" as const }', 'standalone'],
  ['export default { ssr: true, output: false }', false],
  ['export default {}', undefined],
  ['// output: \'standalone\'\nexport default {}', undefined],
  ['/* { output: \'standalone\' } */', undefined],
  ['export default { note: "{ output: \'standalone\' }" }', undefined],
  ['export default { test: /{output:"x"}/ }', undefined],
  ['export default { output: process.env.DOCKER ? "standalone" : undefined }', COMPUTED],
  ['export default { output: "stand" + "alone" }', 'standalone'],
  ['export default { ...(docker && { output: "standalone" }) }', COMPUTED],
  ['export default { ...(docker ? { output: "standalone" } : {}) }', COMPUTED],
  ['const output = "standalone"; export default { output };', 'standalone'],
  ['const output = process.env.OUTPUT; export default { output };', COMPUTED],
  ['import { output } from "./output"; export default {}', undefined],
  ['export default { webpack: () => ({ output: "other" }), output: "standalone" }', 'standalone'],
  ['const a = { output: "one" }; const b = { output: "two" };', COMPUTED],
  ['const host = `https://${name}.example.com`;\nmodule.exports = { output: "standalone" };', 'standalone'],
  ['const a = 1; const b = a / 2; const c = /`${/; export default { output: "standalone" };', 'standalone'],
  ['export default withSentryConfig(withMDX({ extension: /mdx?$/ })({ output: "standalone" }), { silent: true });', 'standalone'],
  ['const config = { output: "standalone" } satisfies NextConfig; export default withPlugins(config);', 'standalone'],
  ['export default async function config(phase) { return { output: "standalone" }; }', 'standalone'],
  ['const base = { output: "standalone" }; module.exports = { ...base, images: {} };', 'standalone'],
  ['const config = {}; config.output = "standalone"; export default config;', 'standalone'],
  ['const config = (phase) => ({ output: "standalone" }); export default config;', 'standalone'],
  ['export default defineConfig(() => ({ output: "standalone" }));', 'standalone'],
  ['export default { other: <T,>(x: T) => x, output: "standalone" }', 'standalone'],
  ['const nested = { deep: { output: "other" } }; export default { a: nested, output: "standalone" };', 'standalone'],
  ['x ? output : y', undefined],
  ['export default { output', undefined],
])('given %j, when output is looked for, then it is %p', (text, expected) => {
  expect(configOf('x.config.ts', text).property('output')).toBe(expected);
});

test('given an import, when its name is looked for, then it is there', () => {
  const config = configOf('astro.config.mjs', 'import node from "@astrojs/node"; // @astrojs/vercel');
  expect(config.names('@astrojs/node')).toBe(true);
  expect(config.names('@astrojs/vercel')).toBe(false);
});
