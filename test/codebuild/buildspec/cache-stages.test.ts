import { NodejsDockerfile } from '../../../lib';
import { cacheStages } from '../../../lib/codebuild/buildspec/cache-stages';
import { directoryWith, smallService } from '../../temporary';

test('the stages that install are cached', () => {
  expect(cacheStages(NodejsDockerfile.fromDirectory({ directory: smallService() }))).toEqual(['deps', 'prod-deps']);
});

test('a stage that there is not is not cached', () => {
  const root = { name: 'none', version: '1.0.0' };
  const directory = directoryWith({
    'package.json': { ...root, scripts: { start: 'node server.js', test: 'node --test' } },
    'package-lock.json': { ...root, lockfileVersion: 3, packages: { '': root } },
    'server.js': '// listens nowhere\n',
  });

  expect(cacheStages(NodejsDockerfile.fromDirectory({ directory }))).toEqual(['deps']);
});
