import { programOf } from '../scripts/invocation';
import { readsManifests, KnownScript } from './known-script';

/**
 * Tools that set up a working copy: hooks of git, guards that look who installs, appeals for funds,
 * browsers for tests. Most of them are development dependencies, and fail where there is no `.git`.
 */
const TOOLS = new Set([
  'husky', 'is-ci', 'is-ci-cli', 'simple-git-hooks', 'lefthook', 'pre-commit', 'yorkie', 'ghooks', 'lint-staged', 'git',
  'only-allow', 'check-node-version', 'check-engine', 'engines-ok', 'force-resolutions', 'npm-force-resolutions',
  'opencollective', 'opencollective-postinstall', 'playwright', 'cypress', 'ts-patch', 'skip-ci', 'in-install', 'not-in-install', 'in-publish',
  'pinst', 'patch-husky', 'ngcc', 'electron-builder', 'electron-rebuild', 'is-in-ci', 'msw', 'commitizen', 'all-contributors', 'sort-package-json',
]);

/**
 * Recognises what only those who work on the project need.
 */
export const gitHooks: KnownScript = step => {
  const program = programOf(step);
  return program !== undefined && TOOLS.has(program)
    ? readsManifests(false, `${program} is for those who work on the project`)
    : undefined;
};
