import { Framework, FrameworkProject, FrameworkReading } from './framework';
import { siteReading } from './static-site';

/**
 * React Router as a framework, with its own server.
 *
 * @see https://reactrouter.com/start/framework/deploying
 */
export const REACT_ROUTER: Framework = {
  name: 'React Router',
  packages: ['@react-router/dev'],
  config: 'react-router.config',
  builds: /^react-router build\b/,
  develops: /^react-router dev\b|^vite\b/,
  read: project => readServed(project, 'React Router', 'react-router-serve', '@react-router/serve'),
};

/**
 * Reading that React Router and Remix have in common: a build that a server of their own, or one of the project's, serves.
 */
export function readServed({ config, has }: FrameworkProject, name: string, program: string, serve: string): FrameworkReading {
  const directory = config.text('buildDirectory') ?? 'build';
  const output = { buildOutput: [directory], generated: ['.react-router'] };
  if (config.property('ssr') === false) {
    return { ...output, ...siteReading(name, `${directory}/client`, `${config.file} renders nothing on a server`, new RegExp(`^${program}\\b|^vite preview\\b`), [directory]) };
  }
  if (!has(serve)) {
    return { ...output, reason: `the project brings its own server, for it does not depend on ${serve}`, server: `no script starts a server, and the project does not depend on ${serve}` };
  }
  const built = `${directory}/server/${config.text('serverBuildFile') ?? 'index.js'}`;
  return {
    ...output,
    reason: `${program} serves what it built`,
    releaseFiles: [{ path: directory }, { path: 'public', optional: true }],
    needsProductionDependencies: true,
    builtIn: ['@react-router/dev', '@remix-run/dev'],
    server: { argv: [program, built], built, kept: new RegExp(`^${program}\\b`), port: 3000 },
  };
}
