import * as fs from 'fs';
import * as path from 'path';
import { CfnParameter, Stack } from 'aws-cdk-lib';
import { ImageTag, PackageManager } from '../../../lib';
import { DockerfileOrigin } from '../../../lib/pipeline/context/dockerfile-origin';
import { planContext, planFor, PlanOptions } from '../../../lib/pipeline/context/plan-for';
import { checkout, run } from '../../handlers/build-context/program';
import { directoryWith, smallService, temporaryDirectory } from '../../temporary';

const EXTRA: PlanOptions = { origin: DockerfileOrigin.PINNED, architectures: ['amd64'], tags: [ImageTag.contentHash()] };

/** A repository with the service in a directory of it. */
function repository(): { root: string; directory: string } {
  const root = directoryWith({ '.git/HEAD': 'ref: refs/heads/main\n' });
  const directory = path.join(root, 'services', 'api');
  fs.cpSync(smallService(), directory, { recursive: true });
  return { root, directory };
}

test('a project lies in the checkout where it lies in its repository', () => {
  const { directory } = repository();
  expect(JSON.parse(planFor({ directory }, EXTRA))).toMatchObject({ directory: 'services/api' });
});

test('a relative directory is one of the working directory', () => {
  const { root, directory } = repository();
  const relative = path.relative(process.cwd(), directory);
  expect(planFor({ directory: relative }, EXTRA)).toBe(planFor({ directory }, { ...EXTRA, sourceRoot: root }));
});

test('the same project gives the same plan wherever it lies, and no path of the machine is in it', () => {
  const { root, directory } = repository();
  const copy = checkout(root);
  const text = planFor({ directory, projectRoot: directory }, EXTRA);
  expect(planFor({ directory: path.join(copy, 'services', 'api'), projectRoot: path.join(copy, 'services', 'api') }, { ...EXTRA, sourceRoot: copy })).toBe(text);
  expect(text).not.toContain(root);
});

test('without a repository the project is the source where the Dockerfile is pinned', () => {
  const directory = smallService();
  expect(JSON.parse(planFor({ directory }, EXTRA)).directory).toBe('');
  expect(JSON.parse(planFor({ directory, projectRoot: directory }, EXTRA))).toMatchObject({ directory: '', projectRoot: '' });
});

test('without a repository the root of the source has to be told where the Dockerfile is made anew', () => {
  const directory = smallService();
  const regenerated = { ...EXTRA, origin: DockerfileOrigin.REGENERATED };
  expect(() => planFor({ directory }, regenerated)).toThrow(/^cannot tell where .* lies in the source: .*; set "sourceRoot"/);
  expect(JSON.parse(planFor({ directory }, { ...regenerated, sourceRoot: directory })).directory).toBe('');
});

test.each(['directory', 'projectRoot'])('what lies outside of the source is refused: %s', prop => {
  const { root, directory } = repository();
  expect(() => planFor({ directory, [prop]: smallService() }, { ...EXTRA, origin: DockerfileOrigin.REGENERATED, sourceRoot: root })).toThrow(new RegExp(`^"${prop}" must lie in the source`));
});

describe('a project that is not on disk', () => {
  const regenerated = { ...EXTRA, origin: DockerfileOrigin.REGENERATED };

  test('is planned by where it will lie in the checkout', () => {
    const { text, dockerfile } = planContext({ directory: './services/api/', projectRoot: '.' }, regenerated);
    expect(dockerfile).toBeUndefined();
    expect(JSON.parse(text)).toMatchObject({ directory: 'services/api', projectRoot: '' });
  });

  test('is built from the checkout', () => {
    const { root } = repository();
    expect(run(planFor({ directory: 'services/api', port: 8080 }, regenerated), root)).toMatchObject({ status: 0, stderr: '', result: { gates: ['test', 'start'] } });
  });

  test('cannot be pinned', () => {
    expect(() => planFor({ directory: 'services/nowhere' }, EXTRA)).toThrow(/^there is no directory .*services\/nowhere, .*DockerfileOrigin\.REGENERATED$/);
  });

  test.each(['../api', '/srv/api'])('lies below the root of the checkout, so not at %s', directory => {
    expect(() => planFor({ directory }, regenerated)).toThrow(/^"directory" must lie in the source, received /);
  });
});

describe('what is known only while deploying', () => {
  const token = () => new CfnParameter(new Stack(), 'Parameter').valueAsString;

  test.each<[string, (value: string) => object]>([
    ['labels.a', value => ({ labels: { a: value } })],
    ['command[1]', value => ({ command: ['node', value] })],
  ])('is refused in %s', (prop, options) => {
    const { directory } = repository();
    expect(() => planFor({ directory, ...options(token()) }, EXTRA)).toThrow(`the prop "${prop}" holds a token`);
  });

  test('is refused in tags', () => {
    const { directory } = repository();
    expect(() => planFor({ directory }, { ...EXTRA, tags: [ImageTag.fixed('a'), ImageTag.moving(token())] })).toThrow('the prop "tags[1].text" holds a token');
  });

  test('is no part of the plan as the value of a build argument', () => {
    const { directory } = repository();
    const text = planFor({ directory, buildArgs: { KNOWN: 'x', LATER: token() } }, EXTRA);
    expect(text).not.toContain('Token');
    expect(JSON.parse(text)).toMatchObject({ buildArgs: { KNOWN: 'x' }, options: { buildArgs: { KNOWN: '', LATER: '' } } });
  });
});

test('tags are counted at synthesis', () => {
  const { directory } = repository();
  expect(() => planFor({ directory }, { ...EXTRA, tags: [] })).toThrow('tags must hold 1 to 20 tags, received 0');
});

test('the package manager is planned by its name', () => {
  const { directory } = repository();
  const plan = JSON.parse(planFor({ directory, packageManager: PackageManager.NPM.version('11.6.0') }, EXTRA));
  expect(plan.options.packageManager).toEqual({ $class: 'PackageManager', name: 'npm', versions: expect.any(String), pinnedVersion: '11.6.0' });
});

test('what a working directory holds changes no plan', () => {
  const { directory } = repository();
  const before = process.cwd();
  const text = planFor({ directory }, EXTRA);
  process.chdir(temporaryDirectory());
  try {
    expect(planFor({ directory }, EXTRA)).toBe(text);
  } finally {
    process.chdir(before);
  }
});
