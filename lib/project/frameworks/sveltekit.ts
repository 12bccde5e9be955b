import { joinInside } from '../files/relative-path';
import { Framework } from './framework';
import { siteReading } from './static-site';

/**
 * The automatic adapter looks for the platform that it runs on, and installs the adapter for it. On this one it is the
 * adapter for Node.js.
 *
 * @see https://svelte.dev/docs/kit/adapter-auto
 */
const AUTOMATIC = {
  buildEnvironment: { GCP_BUILDPACKS: 'true' },
  warnings: [{
    id: 'adapter-not-locked',
    message: 'the build installs @sveltejs/adapter-node, because of @sveltejs/adapter-auto, in whatever version is the newest: depend on @sveltejs/adapter-node and use it in svelte.config.js',
  }],
};

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
    // https://svelte.dev/docs/kit/adapter-node#Options-envPrefix
    const prefix = /^[A-Z]\w*$/.exec(config.text('envPrefix') ?? '')?.[0] ?? '';
    const output = { buildOutput: [directory], generated: ['.svelte-kit'] };
    if (has('@sveltejs/adapter-static')) {
      const pages = joinInside('', config.text('pages') ?? 'build') || 'build';
      return { ...output, ...siteReading('SvelteKit', pages, 'its adapter builds files', /^vite preview\b/) };
    }
    const automatic = !has('@sveltejs/adapter-node') && has('@sveltejs/adapter-auto');
    if (!has('@sveltejs/adapter-node') && !automatic) {
      return { ...output, reason: 'there is no adapter for Node.js', server: 'SvelteKit builds no server for Node.js: use the adapter @sveltejs/adapter-node' };
    }
    return {
      ...output,
      reason: automatic ? 'its automatic adapter is told to be the one for Node.js, which builds a server' : 'its adapter for Node.js builds a server',
      ...automatic ? AUTOMATIC : {},
      releaseFiles: [{ path: directory }],
      needsProductionDependencies: true,
      builtIn: ['svelte', '@sveltejs/*'],
      server: { argv: ['node', directory], built: `${directory}/index.js`, port: 3000, portVariables: [`${prefix}PORT`] },
    };
  },
};
