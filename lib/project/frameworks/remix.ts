import { Framework } from './framework';
import { readServed } from './react-router';

/**
 * Remix 2, with its own server.
 *
 * @see https://v2.remix.run/docs/other-api/serve
 */
export const REMIX: Framework = {
  name: 'Remix',
  packages: ['@remix-run/dev'],
  config: 'remix.config',
  builds: /^remix (vite:)?build\b/,
  develops: /^remix (vite:)?dev\b|^vite\b/,
  read: project => readServed(project, 'Remix', 'remix-serve', '@remix-run/serve'),
};
