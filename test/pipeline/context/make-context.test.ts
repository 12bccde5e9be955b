import * as path from 'path';
import { NodejsDockerfile } from '../../../lib';
import { materialise } from '../../../lib/context/materialise';
import { makeContext } from '../../../lib/pipeline/context/make-context';
import { imageContentTag } from '../../../lib/tags/content-tag';
import { COMPAT_APPS } from '../../compat/apps';
import { checkout, planOf, tree } from '../../handlers/build-context/program';
import { temporaryDirectory } from '../../temporary';

const APPS = path.join(__dirname, '..', '..', 'compat', 'apps');

test.each(COMPAT_APPS.map(app => [app.name, app] as const))('a checkout of %s gives the context of the synthesis', (_, app) => {
  const sourceRoot = path.join(APPS, path.relative(APPS, app.root).split(path.sep)[0]);
  const synthesized = materialise(NodejsDockerfile.fromDirectory({ directory: app.root }), temporaryDirectory(), new Map());
  const plan = JSON.parse(planOf(sourceRoot, { directory: path.relative(sourceRoot, app.root) }));

  const { directory, result } = makeContext({ plan, source: checkout(sourceRoot), output: temporaryDirectory() });

  expect(result.contentTag).toBe(imageContentTag(synthesized.hash, ['amd64'], {}));
  expect(tree(directory)).toEqual(tree(synthesized.directory));
});
