import { Framework } from './framework';

/**
 * A front end that is built to files and has no server of its own. One that a program of the project serves is
 * like any other directory that the build writes.
 */
function staticSite(name: string, packages: readonly string[], config: string | undefined, builds: RegExp, develops: RegExp): Framework {
  return {
    name,
    packages,
    config,
    builds,
    develops,
    read: () => ({
      reason: 'it builds files for browsers',
      server: `${name} builds static files, and nothing in the project serves them: add a server and a start script`,
    }),
  };
}

/**
 * @see https://vite.dev/guide/static-deploy
 */
export const VITE = staticSite('Vite', ['vite'], undefined, /^vite build\b/, /^vite\b(?! build)/);

/**
 * @see https://create-react-app.dev/docs/deployment
 */
export const CREATE_REACT_APP = staticSite('Create React App', ['react-scripts'], undefined, /^(react-scripts|craco) build\b/, /^(react-scripts|craco) start\b/);
