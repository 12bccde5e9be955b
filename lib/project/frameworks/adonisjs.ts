import { Framework } from './framework';

/**
 * AdonisJS. Its build is a directory that stands alone, once production dependencies are installed in it.
 *
 * @see https://docs.adonisjs.com/guides/getting-started/deployment
 */
export const ADONISJS: Framework = {
  name: 'AdonisJS',
  packages: ['@adonisjs/core'],
  config: 'adonisrc',
  builds: /^node ace(\.js)? build\b/,
  develops: /^node ace(\.js)? serve\b/,
  read: () => ({
    reason: 'its build is the application without its dependencies',
    buildOutput: ['build'],
    releaseFiles: [{ path: 'build', target: '.' }],
    needsProductionDependencies: true,
    server: {
      argv: ['node', 'bin/server.js'],
      built: 'build/bin/server.js',
      port: 3333,
      // Its starters read both, and do not start without them.
      environment: { HOST: '0.0.0.0', PORT: '3333' },
    },
  }),
};
