import { Framework, unserved } from './framework';

/**
 * A front end that is built to files and has no server of its own. One that a program of the project serves is
 * like any other directory that the build writes.
 */
function staticSite(name: string, packages: readonly string[], directory: string, builds: RegExp, develops: RegExp): Framework {
  return {
    name,
    packages,
    builds,
    develops,
    read: () => ({
      reason: 'it builds files for browsers',
      server: unserved(name, directory),
    }),
  };
}

/**
 * @see https://vite.dev/guide/static-deploy
 */
export const VITE = staticSite('Vite', ['vite'], 'dist', /^vite build\b/, /^vite\b(?! build)/);

/**
 * @see https://create-react-app.dev/docs/deployment
 */
export const CREATE_REACT_APP = staticSite('Create React App', ['react-scripts'], 'build', /^(react-scripts|craco) build\b/, /^(react-scripts|craco) start\b/);
