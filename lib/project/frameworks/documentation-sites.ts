import { joinInside } from '../files/relative-path';
import { optionValue } from '../scripts/option-value';
import { isJsonObject } from '../text/json/json-shape';
import { parseYaml } from '../text/settings/parse-yaml';
import { FrameworkProject } from './framework';
import { rootOf, staticSite } from './static-site';

/**
 * @see https://vitepress.dev/reference/cli
 */
export const VITEPRESS = staticSite('VitePress', ['vitepress'], {
  config: args => [`${inRoot(args, '.vitepress')}/config`, `${inRoot(args, '.vitepress')}/config/index`],
  onlyBuilt: true,
  yields: true,
  builds: /^vitepress build\b/,
  develops: /^vitepress(?! (build|preview|serve|init)\b)/,
  previews: /^vitepress (preview|serve)\b/,
  // of the option it is relative to where it runs, of the setting to the root
  output: ({ args, config }) => optionValue(args, '--outDir') ?? inRoot(args, config.text('outDir') ?? '.vitepress/dist'),
  generated: ({ args }) => [inRoot(args, '.vitepress/cache')],
});

/**
 * @see https://vuepress.vuejs.org/reference/cli.html
 */
export const VUEPRESS = staticSite('VuePress', ['vuepress', '@vuepress/cli'], {
  config: args => [`${inRoot(args, '.vuepress')}/config`],
  onlyBuilt: true,
  yields: true,
  builds: /^vuepress build\b/,
  develops: /^vuepress (dev|serve)\b/,
  output: ({ args, config }) => optionValue(args, '-d', '--dest') ?? config.text('dest') ?? inRoot(args, '.vuepress/dist'),
  generated: ({ args }) => ['.temp', '.cache'].map(name => inRoot(args, `.vuepress/${name}`)),
});

/**
 * @see https://rspress.rs/api/commands
 */
export const RSPRESS = staticSite('Rspress', ['@rspress/core', 'rspress'], {
  config: () => ['rspress.config'],
  onlyBuilt: true,
  yields: true,
  builds: /^rspress build\b/,
  develops: /^rspress( dev\b| -|$)/,
  previews: /^rspress preview\b/,
  output: ({ config }) => config.text('outDir') ?? 'doc_build',
});

/**
 * @see https://hexo.io/docs/commands
 */
export const HEXO = staticSite('Hexo', ['hexo'], {
  onlyBuilt: true,
  yields: true,
  builds: /^hexo (generate|g)\b/,
  develops: /^hexo (server|s)\b/,
  output: ({ files }) => settingOf(files, '_config.yml', 'public_dir') ?? 'public',
});

/**
 * @see https://sli.dev/builtin/cli
 */
export const SLIDEV = staticSite('Slidev', ['@slidev/cli'], {
  onlyBuilt: true,
  yields: true,
  builds: /^slidev build\b/,
  develops: /^slidev(?! (build|export|export-notes|format|theme)\b)/,
  output: ({ args }) => optionValue(args, '-o', '--out') ?? 'dist',
});

/**
 * @see https://storybook.js.org/docs/api/cli-options
 */
export const STORYBOOK = staticSite('Storybook', ['storybook', '@storybook/react', '@storybook/vue3', '@storybook/html', '@storybook/angular'], {
  onlyBuilt: true,
  yields: true,
  builds: /^(storybook build|build-storybook)\b/,
  develops: /^(storybook dev|start-storybook)\b/,
  output: ({ args }) => optionValue(args, '-o', '--output-dir') ?? 'storybook-static',
});

function inRoot(args: readonly string[], path: string): string {
  return joinInside(rootOf(args), path) ?? path;
}

/** A setting at the top of a YAML file, where it is a text. */
function settingOf(files: FrameworkProject['files'], file: string, name: string): string | undefined {
  const text = files.kind(file) === 'file' ? files.text(file) : undefined;
  const settings = text === undefined ? undefined : parseYaml(text, file);
  const value = isJsonObject(settings) ? settings[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}
