import { joinInside } from '../files/relative-path';
import { COMPUTED } from './config-source';
import { Framework, FrameworkProject, FrameworkReading } from './framework';
import { siteReading } from './static-site';

/**
 * Next.js, as a server: with its modules, or as `output: 'standalone'` with the ones that it traced.
 *
 * @see https://nextjs.org/docs/app/api-reference/config/next-config-js/output
 */
export const NEXT: Framework = {
  name: 'Next.js',
  packages: ['next'],
  config: 'next.config',
  builds: /^next build\b/,
  develops: /^next( dev\b| -|$)/,
  read: project => {
    const { config } = project;
    const output = config.property('output');
    const directory = joinInside('', config.text('distDir') ?? '.next') || '.next';
    if (output === 'export') {
      const exported = directory === '.next' ? 'out' : directory;
      return siteReading('Next.js', exported, `${config.file} exports static files`, /^next start\b/, [...new Set(['.next', exported])]);
    }
    if (output === 'standalone') return standalone(project, directory);
    const warnings = output === COMPUTED || config.property('distDir') === COMPUTED
      ? [{ id: 'framework-config-computed', message: `${config.file} computes output or distDir, which are read as if they were not set: set the props command and releaseFiles if the image is to be another one` }]
      : [];
    return { ...plain(project, directory), warnings };
  },
};

function plain({ config }: FrameworkProject, directory: string): FrameworkReading {
  const configuration = config.file !== 'package.json' ? [{ path: config.file }] : [];
  return {
    reason: 'its server reads what it built; with output: \'standalone\' in its configuration the image would be smaller',
    buildOutput: [directory],
    generated: [`${directory}/cache`],
    releaseFiles: [{ path: directory }, ...configuration, { path: 'public', optional: true }],
    productionModules: true,
    writable: [`${directory}/cache`],
    server: { argv: ['next', 'start'], built: `${directory}/server/middleware-build-manifest.js`, kept: /^next start\b/, port: 3000 },
  };
}

function standalone({ config }: FrameworkProject, directory: string): FrameworkReading {
  return {
    reason: `${config.file} sets output to standalone, so that the server lies in ${directory}/standalone with the modules it needs`,
    buildOutput: [directory],
    generated: [`${directory}/cache`],
    releaseFiles: [
      { path: `${directory}/standalone`, target: '.' },
      { path: `${directory}/static` },
      { path: 'public', optional: true },
    ],
    productionModules: false,
    writable: [`${directory}/cache`],
    server: {
      argv: ['node', 'server.js'],
      built: `${directory}/standalone/server.js`,
      replaced: /^next start\b/,
      port: 3000,
      // Docker sets HOSTNAME to the id of the container, and the server would listen on that address alone.
      environment: { HOSTNAME: '0.0.0.0' },
    },
  };
}
