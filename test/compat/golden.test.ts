import { validate } from 'dockerfile-utils';
import { NodejsDockerfile } from '../../lib';
import { golden } from '../golden/golden-file';
import { COMPAT_APPS, optionsOf } from './apps';

describe.each(COMPAT_APPS)('$name', ({ root, golden: file, warnings, services }) => {
  const dockerfile = NodejsDockerfile.fromDirectory({ directory: root, ...optionsOf({ services }) });

  test('gives its golden Dockerfile', () => {
    expect(dockerfile.render()).toBe(golden(file, dockerfile.render()));
  });

  test('passes an independent linter', () => {
    expect(validate(dockerfile.render())).toEqual([]);
  });

  // the builder goes through the whole directory that a path is in, which at the top is all there is
  test('takes from a stage nothing at the top but a project that a changed source leaves as it is', () => {
    const taken = dockerfile.render().replace(/\\\n/g, '').split('\n').flatMap(line => [
      ...[...line.matchAll(/,from=([^, ]+),source=([^, ]+)(,target=\S+,rw)?/g)].filter(([, , , writes]) => !writes).map(([, stage, path]) => ({ stage, path })),
      ...[...line.matchAll(/^COPY .*--from=(\S+) +(.+) \S+$/g)].flatMap(([, stage, paths]) => paths.split(' ').map(path => ({ stage, path }))),
    ]);
    expect(taken.length).toBeGreaterThan(2);
    const atTop = taken.filter(({ path }) => /^\/?[^/]*\/?$/.test(path));
    expect(atTop.filter(({ stage, path }) => path !== '/app' || !['base', 'deps', 'prod-deps', 'run-deps'].includes(stage))).toEqual([]);
  });

  test('gives these warnings and no others', () => {
    expect(dockerfile.warnings.map(({ id }) => id).sort()).toEqual(warnings);
  });
});
