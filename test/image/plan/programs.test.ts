import * as path from 'path';
import { BaseImage, Gate, HealthCheck, NodejsDockerfile, NodejsDockerfileOptions, NodejsVersion } from '../../../lib';
import { projectDirectory } from '../../project/project-directory';
import { smallService } from '../../temporary';

const dockerfile = (version: string, options: NodejsDockerfileOptions = {}) =>
  NodejsDockerfile.fromDirectory({ directory: smallService(), nodeVersion: NodejsVersion.of(version), ...options });
const CUSTOM = { buildImage: 'own:12', runtimeImage: 'own:12-slim' };
const LENT = 'FROM ${NODE_PROGRAMS_IMAGE:-public.ecr.aws/docker/library/node:24-trixie-slim} AS programs';

describe('the programs of the build', () => {
  test.each(['14', '14.18', '14.21.3', '16', '17', '18', '26'])('are run by the Node.js of the project where that is %s', version => {
    const text = dockerfile(version).render();

    expect(text).not.toMatch(/AS programs|NODE_PROGRAMS_IMAGE/);
    expect(text).toContain('node /gate.mjs run test');
    expect(text).toContain('["node", "/start.mjs", ');
  });

  test.each(['10', '12', '12.22.12', '13', '14.17', '14.17.6', '15'])('are run by another one where that is %s', version => {
    const file = dockerfile(version);
    const text = file.render();

    expect(text).toContain(LENT);
    expect(text).toContain(`:${version}-b`);
    expect(text.match(/ \/(gate|collect|prune)\.mjs |"\/start\.mjs"/g)).toHaveLength(5);
    expect(text.match(/(RUN|&&|\\\n) *(.*node\S* )\/(gate|collect|prune)\.mjs/g)!.every(run => run.includes('/node-of-programs '))).toBe(true);
    expect(text).toContain('["/node-of-programs", "/start.mjs", ');
    expect(text.match(/--mount=type=bind,from=programs,source=\/usr\/local\/bin\/node,target=\/node-of-programs|--mount=type=bind,source=\/usr\/local\/bin\/node,target=\/node-of-programs,from=programs/g)).toHaveLength(5);
    expect(file.baseImages).toContain('public.ecr.aws/docker/library/node:24-trixie-slim');
    expect(file.warnings.map(({ id }) => id)).not.toContain('no-start-gate');
  });

  test('are run by it in a monorepo, too', () => {
    const directory = path.join(__dirname, '../../compat/apps/workspaces-yarn-classic/packages/api');
    const text = NodejsDockerfile.fromDirectory({ directory, nodeVersion: NodejsVersion.of('12') }).render();

    expect(text).toContain('/node-of-programs /workspace.mjs gather ');
    expect(text).not.toMatch(/\bnode"?,? "?\/\w+\.mjs/);
  });

  test('come from the mirror of the base image, or from the image that is given', () => {
    expect(dockerfile('12', { baseImage: BaseImage.debianSlim({ mirror: 'mirror.example/x' }) }).render()).toContain('{NODE_PROGRAMS_IMAGE:-mirror.example/x/docker/library/node:24-');
    expect(dockerfile('12', { baseImage: BaseImage.custom({ ...CUSTOM, programsImage: 'own:24' }) }).render()).toContain('{NODE_PROGRAMS_IMAGE:-own:24}');
    expect(dockerfile('24', { baseImage: BaseImage.custom({ ...CUSTOM, programsImage: 'own:24' }) }).render()).not.toContain('own:24}');
  });

  test.each<[string, string, NodejsDockerfileOptions, RegExp]>([
    ['an image on a Debian that runs no newer one', '11', {}, /on Node\.js 14\.18 and from 16 on, and the project's version is 11; no newer Node\.js runs on the Debian release .*, or set "nodeVersion"$/],
    ['an exact version on such a Debian', '12.4.0', {}, /the project's version is 12\.4\.0; no newer Node\.js runs/],
    ['Alpine', '12', { baseImage: BaseImage.alpine() }, /the project's version is 12; take BaseImage\.debianSlim\(\)/],
    ['images of their own', '12', { baseImage: BaseImage.custom(CUSTOM) }, /set "programsImage" of BaseImage\.custom\(\)/],
    ['no gates, for the release is collected by them', '12', { baseImage: BaseImage.custom(CUSTOM), gates: [] }, /set "programsImage"/],
  ])('say on which lines they run, given %s', (_, version, options, message) => {
    expect(() => dockerfile(version, options)).toThrow(message);
  });

  test('cannot serve files in an image of an old line', () => {
    const directory = projectDirectory({ 'package.json': { name: 'site', scripts: { build: 'vite build' }, devDependencies: { vite: '2' } }, 'index.html': '' });
    const site = (version: string) => NodejsDockerfile.fromDirectory({ directory, nodeVersion: NodejsVersion.of(version) });

    expect(site('14').render()).toContain('CMD ["node", "/static.mjs"');
    expect(() => site('12')).toThrow(/what serves the files of the project runs on Node\.js 14\.18 and from 16 on, and the project's version is 12; set "nodeVersion", or "command"/);
  });
});

test('what a gate runs is run by the Node.js of the project', () => {
  const text = dockerfile('12', { gates: [Gate.command(['node', 'check.js'], { name: 'check' })] }).render();

  expect(text).toMatch(/\/node-of-programs \/gate\.mjs run check .*-- node check\.js$/m);
});

test.each(['12', '16', '17'])('the health check of Node.js %s asks without fetch, which it has not', version => {
  const { healthCheckCommand } = dockerfile(version, { port: 80, healthCheck: HealthCheck.http('/up') });

  expect(healthCheckCommand!.join(' ')).not.toContain('fetch');
  expect(healthCheckCommand!.join(' ')).toContain('"/up"');
});
