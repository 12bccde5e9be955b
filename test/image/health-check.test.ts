import { BaseImage, HealthCheck, NodejsDockerfile, NodejsDockerfileOptions } from '../../lib';
import { smallService } from '../temporary';

const dockerfile = (options: NodejsDockerfileOptions, files: Record<string, unknown> = {}) =>
  NodejsDockerfile.fromDirectory({ directory: smallService(files), port: 80, ...options });
const warned = ({ warnings }: NodejsDockerfile) => warnings.filter(({ id }) => id === 'health-check-preloads').map(({ message }) => message);
const PRELOAD = { NODE_OPTIONS: '--import ./instrumentation.mjs' };

describe('a health check loads nothing that NODE_OPTIONS preloads', () => {
  test('where the image can take it away', () => {
    const file = dockerfile({ environment: PRELOAD, healthCheck: HealthCheck.http('/up') });

    expect(file.healthCheckCommand!.slice(0, 5)).toEqual(['env', '-u', 'NODE_OPTIONS', 'node', '-e']);
    expect(file.render()).toContain('"--health=env", "--health=-u", "--health=NODE_OPTIONS", "--health=node", "--health=-e"');
    expect(warned(file)).toEqual([]);
  });

  test('where the start script sets it', () => {
    const file = dockerfile({}, { 'package.json': { name: 'a', scripts: { start: 'NODE_OPTIONS="--require ./a.js" node server.js', test: 'node --test' } }, 'a.js': '' });

    expect(file.healthCheckCommand!.slice(0, 4)).toEqual(['env', '-u', 'NODE_OPTIONS', 'node']);
  });

  test('and where nothing sets it, it is run as it was', () => {
    expect(dockerfile({}).healthCheckCommand!.slice(0, 2)).toEqual(['node', '-e']);
  });

  test('nor is one of the user changed', () => {
    expect(dockerfile({ environment: PRELOAD, healthCheck: HealthCheck.command(['node', 'check.js']) }).healthCheckCommand).toEqual(['node', 'check.js']);
  });
});

test('without a program that takes it away, the author is told', () => {
  const file = dockerfile({ environment: PRELOAD, baseImage: BaseImage.distroless() });

  expect(file.healthCheckCommand!.slice(0, 2)).toEqual(['node', '-e']);
  expect(warned(file)).toEqual([expect.stringMatching(/NODE_OPTIONS is "--import \.\/instrumentation\.mjs", which the health check loads each time .* give the flags in "command"/)]);
  expect(warned(dockerfile({ environment: { NODE_OPTIONS: '--max-old-space-size=512' }, baseImage: BaseImage.distroless() }))).toEqual([]);
  expect(warned(dockerfile({ environment: PRELOAD, baseImage: BaseImage.distroless(), healthCheck: HealthCheck.none() }))).toEqual([]);
});
