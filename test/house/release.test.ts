import { existsSync, readdirSync, readFileSync } from 'fs';
import { join, resolve } from 'path';
import { parse } from 'yaml';

const ROOT = resolve(__dirname, '..', '..');
const GITHUB = join(ROOT, '.github');
const yaml = (file: string) => parse(readFileSync(join(GITHUB, file), 'utf-8'));

describe('the release', () => {
  const release = yaml('workflows/release.yml');
  const uses = (job: string): string => JSON.stringify(release.jobs[job]);

  test('is started by hand, and publishes to the registries of four languages', () => {
    expect(Object.keys(release.on)).toEqual(['workflow_dispatch']);
    expect(Object.keys(release.jobs).sort()).toEqual(['release', 'release_github', 'release_maven', 'release_npm', 'release_nuget', 'release_pypi']);
  });

  test('compares the API with the last one before anything is published', () => {
    expect(release.jobs.release.steps.map(({ run }: any) => run)).toContain('npx projen compat');
    expect(release.jobs.release_npm.needs).toContain('release');
  });

  test.each(['release_npm', 'release_nuget', 'release_pypi'])('%s is trusted by its workflow: no token is kept', job => {
    expect(release.jobs[job].permissions['id-token']).toBe('write');
    expect(uses(job)).not.toMatch(/secrets\.\w*(TOKEN|PASSWORD|API_KEY)/);
  });

  test('each publishes from an environment that somebody has to approve', () => {
    const publishing = Object.entries<any>(release.jobs).filter(([name]) => name !== 'release');
    expect(publishing.filter(([, job]) => job.environment !== 'release').map(([name]) => name)).toEqual([]);
  });

  test('npm says where the package comes from', () => {
    expect(uses('release_npm')).toMatch(/"NPM_CONFIG_PROVENANCE":"true"/);
  });
});

test('actions are named by a commit or a whole version, and by no name that moves', () => {
  const used = readdirSync(join(GITHUB, 'workflows')).flatMap(file => [...readFileSync(join(GITHUB, 'workflows', file), 'utf-8').matchAll(/uses: (\S+)/g)].map(([, action]) => action));

  expect(used.length).toBeGreaterThan(5);
  expect(used.filter(action => !/@([0-9a-f]{40}|v\d+\.\d+\.\d+)$/.test(action))).toEqual([]);
});

test('each build has what is published judged', () => {
  const runs = (file: string, job: string) => yaml(`workflows/${file}`).jobs[job].steps.map(({ run }: any) => run);

  expect(runs('build.yml', 'build')).toContain('npx projen lint:package');
  expect(runs('release.yml', 'release')).toContain('npx projen lint:package');
});

test('the lines of Node.js that are promised are those that are tested', () => {
  const { strategy, steps } = yaml('workflows/nodejs.yml').jobs.unit;
  const [, promised] = /^\| Node\.js that synthesizes \| ([\d, and]+) are promised/m.exec(readFileSync(join(ROOT, 'docs', 'versions.md'), 'utf-8'))!;

  expect(strategy.matrix.node).toEqual(promised.match(/\d+/g));
  expect(JSON.stringify(steps)).toContain('"node-version":"${{ matrix.node }}"');
  expect(steps.map(({ run }: any) => run)).toContain('npx projen unit');
});

describe('forms of issues', () => {
  test.each(['image', 'wish'])('%s asks for what is needed', name => {
    const form = yaml(`ISSUE_TEMPLATE/${name}.yml`);
    const ids = form.body.map(({ id }: { id: string }) => id);

    expect(form.name && form.description).toMatch(/\w/);
    expect(new Set(ids).size).toBe(ids.length);
    expect(form.body.some(({ validations }: any) => validations?.required)).toBe(true);
  });

  test('holes are reported elsewhere', () => {
    const { blank_issues_enabled: blank, contact_links: [link] } = yaml('ISSUE_TEMPLATE/config.yml');
    expect([blank, link.url]).toEqual([false, 'https://github.com/cdk-nodejs-image/cdk-nodejs-image/security/policy']);
    expect(existsSync(join(ROOT, 'SECURITY.md'))).toBe(true);
  });
});

test('whatever has an owner is there', () => {
  const owned = readFileSync(join(GITHUB, 'CODEOWNERS'), 'utf-8').split('\n').filter(line => line.startsWith('/')).map(line => line.split(/\s/)[0]);
  expect(owned.filter(path => !existsSync(join(ROOT, path)))).toEqual([]);
});
