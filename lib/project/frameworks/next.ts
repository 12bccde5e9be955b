import * as semver from 'semver';
import { joinInside } from '../files/relative-path';
import { argumentsOf } from '../scripts/invocation';
import { COMPUTED } from './config-source';
import { Framework, FrameworkProject, FrameworkReading } from './framework';
import { siteReading } from './static-site';

/** Pattern of a script that serves what was built. */
const SERVES = /^next start\b/;

/**
 * The variable by which Next.js' own adapters let it build a server that stands alone: the default of `output`, which
 * the configuration does not have to set.
 *
 * @see docs/decisions/0021-next-js-stands-alone.md
 */
const STANDALONE = { NEXT_PRIVATE_STANDALONE: 'true' };

/** Files that a custom server is written in, and compiled to `server.js`. */
const OWN_SERVERS = ['', 'src/', 'server/'].flatMap(directory => ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].flatMap(extension => [`${directory}server.${extension}`, `${directory}index.${extension}`]));

/** The first version that knows the variable, and the first that finds the root of a monorepo by itself. */
const SINCE = { standalone: '12.1.0', root: '13.5.0' };

/**
 * Next.js, as a server with the modules that it traced; where that cannot be built, with all of them.
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
      return { ...siteReading('Next.js', exported, `${config.file} exports static files`, SERVES), generated: ['.next'], caches: ['.next/cache'] };
    }
    // Whatever else it may be, the variable makes it the same; what is exported is another image.
    const computed = (output === COMPUTED && config.names('export')) || config.property('distDir') === COMPUTED;
    const warnings = computed
      ? [{ id: 'framework-config-computed', message: `${config.file} computes output or distDir, which are read as if they were not set: set the props command and releaseFiles if the image is to be another one` }]
      : [];
    const obstacle = obstacleTo(project, output === 'standalone');
    return { ...obstacle === undefined ? standalone(project, directory, output === 'standalone') : plain(directory, obstacle), warnings };
  },
};

/**
 * Why what is started cannot be a server that stands alone; undefined if it can.
 */
function obstacleTo({ config, path, versionOf, startOf }: FrameworkProject, configured: boolean): string | undefined {
  const version = versionOf('next');
  const isBefore = (first: string) => version !== undefined && semver.lt(version, first);
  if (!configured && isBefore(SINCE.standalone)) return `Next.js ${version} builds no server that stands alone`;
  if (!configured && path !== '' && isBefore(SINCE.root) && config.property('outputFileTracingRoot') === undefined) {
    return `Next.js ${version} does not find the root of the monorepo to trace from`;
  }
  if (config.property('outputFileTracing') === false && isBefore('15.0.0')) return `${config.file} does not let it trace the modules that it needs`;
  const start = startOf(SERVES);
  if (!start) return undefined;
  if (start.length > 1) return 'the start script runs more than the server, which may read anything';
  const [{ invocation, directory }] = start;
  const args = argumentsOf(invocation!);
  const beside = args.slice(1).find((word, index) => !word.startsWith('-') && !/^(-p|-H|--port|--hostname|--keepAliveTimeout)$/.test(args[index]));
  if (directory !== '' || (beside !== undefined && joinInside('', beside) !== '')) return 'it serves another directory than the one of the project';
  const preloads = invocation!.assignments.some(({ name, value, dynamic }) => name === 'NODE_OPTIONS' && (dynamic || /(^|\s)(-r|--require|--import|--loader|--experimental-loader)\b/.test(value)));
  return preloads ? 'what NODE_OPTIONS loads before the server is not traced' : undefined;
}

/** With everything that the project has: its configuration is read again, and may load anything. */
function plain(directory: string, why: string): FrameworkReading {
  return {
    reason: `${why}: its server reads what it built, with the project's modules`,
    buildOutput: [directory],
    generated: [`${directory}/cache`, `${directory}/standalone`],
    caches: [`${directory}/cache`],
    needsProductionDependencies: true,
    writable: [`${directory}/cache`],
    server: { argv: ['next', 'start'], built: `${directory}/server/middleware-build-manifest.js`, kept: SERVES, port: 3000 },
  };
}

/**
 * The server lies in what it traced as the project lies in its monorepo, to the root of which Next.js traces.
 *
 * @see https://nextjs.org/docs/app/api-reference/config/next-config-js/output#caveats
 */
function standalone({ config, files, path }: FrameworkProject, directory: string, configured: boolean): FrameworkReading {
  const root = path === '' ? '.' : path.replace(/[^/]+/g, '..');
  const server = joinInside(`${directory}/standalone`, `${path === '' ? '.' : path}/server.js`)!;
  const why = configured ? `${config.file} sets output to standalone` : 'the build is told to make a server that stands alone';
  return {
    reason: `${why}, so that the server lies in ${directory}/standalone with the modules it needs`,
    buildOutput: [directory],
    generated: [`${directory}/cache`],
    caches: [`${directory}/cache`],
    releaseFiles: [
      { path: `${directory}/standalone`, target: root },
      { path: `${directory}/static` },
      { path: 'public', optional: true },
    ],
    needsProductionDependencies: false,
    writable: [`${directory}/cache`],
    server: {
      argv: ['node', 'server.js'],
      built: server,
      // A server of the project's own is called the same.
      shadowed: OWN_SERVERS.some(file => files.kind(file) === 'file'),
      replaced: SERVES,
      port: 3000,
      // Docker sets HOSTNAME to the id of the container, and the server would listen on that address alone.
      environment: { HOSTNAME: '0.0.0.0' },
      optionVariables: { '--keepAliveTimeout': 'KEEP_ALIVE_TIMEOUT' },
      ...configured ? {} : { buildEnvironment: STANDALONE },
    },
  };
}
