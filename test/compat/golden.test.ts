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

  test('gives these warnings and no others', () => {
    expect(dockerfile.warnings.map(({ id }) => id).sort()).toEqual(warnings);
  });
});
