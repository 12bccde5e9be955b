import { joinInside } from '../files/relative-path';
import { optionValue } from '../scripts/option-value';
import { ConfigSource } from './config-source';
import { Framework } from './framework';
import { siteReading } from './static-site';

/**
 * Astro, with the server of its adapter for Node.js.
 *
 * @see https://docs.astro.build/en/guides/integrations-guide/node/
 */
export const ASTRO: Framework = {
  name: 'Astro',
  packages: ['astro'],
  config: 'astro.config',
  builds: /^astro build\b/,
  develops: /^astro( dev\b| -|$)/,
  read: ({ args, config, has }) => {
    const directory = joinInside('', optionValue(args, '--outDir') ?? config.text('outDir') ?? 'dist') || 'dist';
    const output = { buildOutput: [directory], generated: ['.astro'], caches: ['node_modules/.astro'] };
    if (!has('@astrojs/node') || !config.names('@astrojs/node')) {
      return rendersOnRequest(config)
        ? { ...output, reason: `${config.file} names no adapter for Node.js`, server: `Astro builds a server for another platform, or none, to ${directory}: use the adapter @astrojs/node` }
        : { ...output, ...siteReading('Astro', directory, `${config.file} names no adapter, so that it builds files`, /^astro preview\b/) };
    }
    if (config.property('mode') === 'middleware') {
      return { ...output, reason: 'its adapter builds a middleware', server: `Astro builds a middleware to ${directory}, and no script starts a server that uses it` };
    }
    return {
      ...output,
      reason: `${config.file} uses the adapter for Node.js`,
      releaseFiles: [{ path: directory }],
      needsProductionDependencies: true,
      builtIn: ['astro', '@astrojs/*'],
      server: {
        argv: ['node', `${directory}/server/entry.mjs`],
        built: `${directory}/server/entry.mjs`,
        replaced: /^astro preview\b/,
        // The adapter builds the port of the configuration into the server.
        port: config.number('server', 'port') ?? 4321,
        // It listens on localhost alone unless it is told otherwise.
        environment: { HOST: '0.0.0.0' },
      },
    };
  },
};

function rendersOnRequest(config: ConfigSource): boolean {
  return ['server', 'hybrid'].includes(config.text('output') ?? '') || config.property('adapter') !== undefined;
}
