import { COMPUTED, ConfigSource, ConfigValue } from '../../../lib/project/frameworks/config-source';

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
  ['export default { output: "stand" + "alone" }', COMPUTED],
  ['export default { ...(docker && { output: "standalone" }) }', COMPUTED],
  ['export default { ...(docker ? { output: "standalone" } : {}) }', COMPUTED],
  ['const output = "standalone"; export default { output };', COMPUTED],
  ['import { output } from "./output"; export default {}', undefined],
  ['export default { webpack: () => ({ output: "other" }), output: "standalone" }', 'standalone'],
  ['const a = { output: "one" }; const b = { output: "two" };', COMPUTED],
  ['x ? output : y', undefined],
  ['export default { output', undefined],
])('given %j, when output is looked for, then it is %p', (text, expected) => {
  expect(new ConfigSource('x.config.js', text).property('output')).toBe(expected);
});

test('given an import, when its name is looked for, then it is there', () => {
  const config = new ConfigSource('astro.config.mjs', 'import node from "@astrojs/node"; // @astrojs/vercel');
  expect(config.names('@astrojs/node')).toBe(true);
  expect(config.names('@astrojs/vercel')).toBe(false);
});
