import { BuildSecret, BuildStep, NodejsDockerfile } from '../../lib';
import { directoryWith } from '../temporary';

const NPMRC = { '.npmrc': '//registry.example.com/:_authToken=${NPM_TOKEN}\n' };
const YARNRC = { '.yarnrc.yml': 'nodeLinker: node-modules\nnpmAuthToken: "${NPM_TOKEN}"\n' };

function render(packageManager: string, files: Record<string, unknown>, steps?: BuildStep[]): string {
  const scripts = { start: 'node dist/server.js', build: 'tsc --outDir dist', test: 'node --test' };
  const directory = directoryWith({ 'package.json': { name: 'small', version: '1.0.0', packageManager, scripts, dependencies: { leftpad: '1.0.0' } }, 'tsconfig.json': {}, ...files });
  return NodejsDockerfile.fromDirectory({ directory, buildSecrets: [BuildSecret.environment('NPM_TOKEN', { steps })] }).render();
}

describe('what runs scripts ends where a variable of its configuration is not set', () => {
  test.each<[string, Record<string, unknown>]>([['yarn@1.22.22', NPMRC], ['yarn@4.18.1', YARNRC]])('%s: it is set to nothing for the build and the gates', (manager, files) => {
    const text = render(manager, files);

    expect(text).toContain('\nRUN env NPM_TOKEN= yarn run build\n');
    expect(text).toContain('-- env NPM_TOKEN= yarn run test\n');
    expect(text).not.toMatch(/env NPM_TOKEN= yarn install/);
  });

  test('a step that gets the secret is left as it is', () => {
    const text = render('yarn@4.18.1', YARNRC, [BuildStep.INSTALL, BuildStep.GATES]);

    expect(text).toContain('-- yarn run test\n');
    expect(text).toContain('env NPM_TOKEN= yarn run build');
  });

  test.each<[string, Record<string, unknown>]>([['npm@11.6.0', NPMRC], ['pnpm@10.34.9', NPMRC], ['yarn@4.18.1', {}]])('%s without such a variable is left as it is', (manager, files) => {
    expect(render(manager, files)).not.toContain('env NPM_TOKEN=');
  });
});

describe('pnpm takes secrets from a file of the project only where it is told to', () => {
  test.each([
    ['pnpm@9.15.9', 'env npm_config_userconfig=.npmrc pnpm install'],
    ['pnpm@10.34.9', 'env npm_config_userconfig=.npmrc pnpm install'],
    ['pnpm@11.28.11', 'env pnpm_config_npmrc_auth_file=.npmrc pnpm install'],
    ['pnpm@12.21.0', 'env pnpm_config_npmrc_auth_file=.npmrc pnpm install'],
  ])('%s', (manager, command) => {
    const text = render(manager, NPMRC);

    expect(text).toContain(`${command} --no-lockfile`);
    expect(text).toContain(`${command} --prod --no-lockfile`);
    expect(render(manager, {})).not.toContain('env ');
  });
});
