import { NodejsDockerfile } from '../../lib';
import { appDirectory, expectationOf, goldenFile, NAMES } from '../compat/apps';
import { golden } from '../golden/golden-file';
import { answer, built, cleanUp, configOf, contextOf, filesOf, start, stop } from './engine';

afterEach(() => cleanUp());

/** Whether a package is in an image: in `node_modules`, in a store below it, or as an archive of Plug'n'Play. */
function holds(files: readonly string[], name: string): boolean {
  const archive = `app/.yarn/cache/${name.replace('/', '-')}-npm-`;
  return files.some(file => file.startsWith('app/') && (file.includes(`/node_modules/${name}/`) || file.startsWith(archive)));
}

test.each(NAMES)('%s: builds, passes its gates, starts, answers, stops, and has no development dependencies', async name => {
  const directory = appDirectory(name);
  const expectation = expectationOf(name);
  const dockerfile = NodejsDockerfile.fromDirectory({ directory });
  expect(dockerfile.render()).toBe(golden(goldenFile(name), dockerfile.render()));

  const image = built(contextOf(directory));
  const container = start(image, { ports: [expectation.port] });
  const { status, body } = await answer(container, `${container.url(expectation.port)}${expectation.path}`);
  const { exitCode } = stop(container);

  expect(status).toBe(expectation.status);
  expect(body).toMatch(new RegExp(expectation.body));
  expect(exitCode).not.toBe(137);
  expect(configOf(image).User).toMatch(/^[1-9][0-9]*:[1-9][0-9]*$/);
  const files = filesOf(image);
  expect(expectation.production.filter(dependency => !holds(files, dependency))).toEqual([]);
  expect(expectation.development.filter(dependency => holds(files, dependency))).toEqual([]);
});
