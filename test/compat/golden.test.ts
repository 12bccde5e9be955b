import { validate } from 'dockerfile-utils';
import { NodejsDockerfile } from '../../lib';
import { golden } from '../golden/golden-file';
import { appDirectory, goldenFile, NAMES } from './apps';

describe.each(NAMES)('%s', name => {
  const dockerfile = NodejsDockerfile.fromDirectory({ directory: appDirectory(name) });

  test('gives its golden Dockerfile', () => {
    expect(dockerfile.render()).toBe(golden(goldenFile(name), dockerfile.render()));
  });

  test('passes an independent linter', () => {
    expect(validate(dockerfile.render())).toEqual([]);
  });
});
