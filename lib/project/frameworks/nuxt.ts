import { Framework } from './framework';

/**
 * Nuxt, with the server that Nitro builds: it brings the modules it needs.
 *
 * @see https://nuxt.com/docs/getting-started/deployment#nodejs-server
 */
export const NUXT: Framework = {
  name: 'Nuxt',
  packages: ['nuxt', 'nuxt-nightly'],
  config: 'nuxt.config',
  builds: /^nux[ti] (build|generate)\b/,
  develops: /^nux[ti]( dev\b| -|$)/,
  read: ({ config, build }) => {
    const output = { buildOutput: ['.output'], generated: ['.nuxt'] };
    if (build.some(({ words }) => /^nux[ti] generate\b/.test(words.map(({ text }) => text).join(' ')))) {
      return { ...output, reason: 'nuxt generate writes static files', server: 'nuxt generate writes static files to .output/public, and nothing in the project serves them' };
    }
    const preset = config.property('preset');
    if (typeof preset === 'string' && !/^node([-_]?(server|cluster|listener))?$/.test(preset)) {
      return { ...output, reason: `${config.file} names the preset ${preset}`, server: `Nuxt is built for ${preset}, not for a server of Node.js` };
    }
    return {
      ...output,
      reason: 'its build writes a server with everything that it needs to .output',
      releaseFiles: [{ path: '.output' }],
      needsProductionDependencies: false,
      server: {
        argv: ['node', '.output/server/index.mjs'],
        built: '.output/server/index.mjs',
        replaced: /^nux[ti] (preview|start)\b/,
        port: 3000,
        // https://nitro.build/deploy/runtimes/node#environment-variables
        portVariables: ['NITRO_PORT', 'PORT'],
      },
    };
  },
};
