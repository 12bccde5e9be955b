import { joinInside } from '../files/relative-path';
import { Framework } from './framework';
import { siteReading } from './static-site';

/**
 * SvelteKit, with the server of its adapter for Node.js. The server holds what development dependencies bring,
 * and reads the others from `node_modules`.
 *
 * @see https://svelte.dev/docs/kit/adapter-node
 */
export const SVELTEKIT: Framework = {
  name: 'SvelteKit',
  packages: ['@sveltejs/kit'],
  config: 'svelte.config',
  builds: /^vite build\b/,
  develops: /^vite\b/,
  read: ({ config, has }) => {
    const directory = joinInside('', config.text('out') ?? 'build') || 'build';
    const output = { buildOutput: [directory], generated: ['.svelte-kit'] };
    if (has('@sveltejs/adapter-static')) {
      const pages = joinInside('', config.text('pages') ?? 'build') || 'build';
      return { ...output, ...siteReading('SvelteKit', pages, 'its adapter builds files', /^vite preview\b/) };
    }
    if (!has('@sveltejs/adapter-node')) {
      return { ...output, reason: 'there is no adapter for Node.js', server: 'SvelteKit builds no server for Node.js: use the adapter @sveltejs/adapter-node' };
    }
    return {
      ...output,
      reason: 'its adapter for Node.js builds a server',
      releaseFiles: [{ path: directory }],
      productionModules: true,
      server: { argv: ['node', directory], built: `${directory}/index.js`, port: 3000 },
    };
  },
};
