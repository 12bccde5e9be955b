import { execFileSync, spawnSync } from 'child_process';
import { randomBytes } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { BuildSecret, BuildStep, Gate, NodejsDockerfile, TestReport } from '../../lib';
import { materialise } from '../../lib/context/materialise';
import { SECRET_KINDS } from '../../lib/project/secrets/secret-names';
import { build, built, cleanUp, configOf, docker, temporaryDirectory } from './engine';
import { smallApp } from './small-app';

/** Every canary begins so, and is of this run alone: what earlier runs left in a builder is not taken for it. */
const RUN = randomBytes(6).toString('hex');
const CANARY = `canary-${RUN}`;
const SECRET = `${CANARY}-build-secret`;
/** What may enter, by which the search is known to find what is there. */
const SEEN = `seen-${RUN}`;

const NAMES = SECRET_KINDS.flatMap(({ names }) => names).map(name => name.replace(/\*/g, 'x'));

/** What holds a secret under a name that no table has. */
const CONTENTS: Record<string, string> = {
  'tls.crt': `-----BEGIN EC PRIVATE KEY-----\n${CANARY}\n-----END EC PRIVATE KEY-----\n`,
  'config/cloud.json': JSON.stringify({ type: 'service_account', private_key: CANARY }),
  'src/tokens.js': `module.exports = ['ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hI5', '${CANARY}'];\n`,
};

const write = (file: string, text: string) => {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
};

/** The ways a name is there: itself, as a directory, as a link, and behind a link of another name. */
const FORMS: Record<string, (at: string, name: string, outside: string) => void> = {
  file: (at, name) => write(path.join(at, name), `${CANARY}-file-${name}`),
  directory: (at, name) => write(path.join(at, name, `${CANARY}.js`), `${CANARY}-directory-${name}`),
  link: (at, name, outside) => {
    write(path.join(outside, 'plain', name), `${CANARY}-link-${name}`);
    fs.mkdirSync(path.dirname(path.join(at, name)), { recursive: true });
    fs.symlinkSync(path.join(outside, 'plain', name), path.join(at, name));
  },
  target: (at, name, outside) => {
    write(path.join(outside, 'named', name), `${CANARY}-target-${name}`);
    fs.mkdirSync(at, { recursive: true });
    fs.symlinkSync(path.join(outside, 'named', name), path.join(at, `plain-${NAMES.indexOf(name)}`));
  },
};

/** A project with every entry of the table: below the top, and at the top of packages of which one is the project. */
function projectOfCanaries(): string {
  const forms = Object.keys(FORMS);
  const own = Object.fromEntries(forms.slice(1).map(form => [`own-${form}`, `file:./own-${form}`]));
  const manifest = { name: 'canaries', version: '1.0.0', dependencies: own };
  const directory = smallApp({
    name: 'canaries',
    files: {
      'package.json': JSON.stringify({ ...manifest, scripts: { start: 'node server.js', build: 'node build.js', test: 'node gate.js' } }),
      'package-lock.json': JSON.stringify({
        ...manifest, lockfileVersion: 3, requires: true,
        packages: {
          '': manifest,
          ...Object.fromEntries(Object.keys(own).flatMap(name => [[name, { version: '1.0.0' }], [`node_modules/${name}`, { resolved: name, link: true }]])),
        },
      }),
      ...Object.fromEntries(Object.keys(own).flatMap(name => [[`${name}/package.json`, JSON.stringify({ name, version: '1.0.0' })], [`${name}/index.js`, '']])),
      '.npmrc': '//registry.example.com/:_authToken=${NPM_TOKEN}\n',
      'build.js': 'require("fs").cpSync("lib", "dist", { recursive: true });\n',
      // it writes what it sees into its report
      'gate.js': 'require("fs").mkdirSync("reports"); require("child_process").execSync("find / -xdev -path /proc -prune -o -type f -print > reports/all.xml; cat package.json .npmrc");\n',
      'server.js': 'require("http").createServer((_, response) => response.end("well")).listen(8080);\n',
      'lib/index.js': '', 'config/index.json': '{}', 'src/index.js': '',
      'seen.txt': SEEN,
      'certs/allowed.pem': SEEN,
      ...CONTENTS,
    },
  });
  const outside = temporaryDirectory();
  for (const [index, form] of forms.entries()) {
    for (const name of NAMES) {
      FORMS[form](path.join(directory, index === 0 ? '' : `own-${form}`), name, path.join(outside, form, 'top'));
      FORMS[form](path.join(directory, 'lib', 'deep', form), name, path.join(outside, form, 'deep'));
    }
  }
  return directory;
}

/** Whether a text is in the files of a directory or their names. */
function holds(directory: string, text: string): boolean {
  const names = (fs.readdirSync(directory, { recursive: true }) as string[]).join('\n');
  return names.includes(text) || spawnSync('grep', ['-raqF', text, directory]).status === 0;
}

/** Which of some texts the bytes of images hold, their histories among them. */
function held(images: readonly string[], texts: readonly string[]): string[] {
  const found = execFileSync('bash', ['-c', `set -o pipefail; docker save ${images.join(' ')} | grep -a -o -F ${texts.map(text => `-e '${text}'`).join(' ')} | sort -u`], { encoding: 'utf8' });
  return found.trimEnd().split('\n');
}

afterAll(() => cleanUp());

const gates = [Gate.script('test', { reports: [TestReport.junit('reports/all.xml')] })];
const secret = BuildSecret.environment('NPM_TOKEN', { steps: [BuildStep.INSTALL, BuildStep.BUILD, BuildStep.GATES] });
const withSecret = { secrets: ['id=NPM_TOKEN,env=NPM_TOKEN'], env: { NPM_TOKEN: SECRET } };
let dockerfile: NodejsDockerfile;
let context: string;

beforeAll(() => {
  const directory = projectOfCanaries();
  dockerfile = NodejsDockerfile.fromDirectory({
    directory, gates, buildSecrets: [secret], releaseFiles: ['server.js', 'seen.txt', 'certs', 'lib', 'dist', 'config', 'src', 'own-directory', 'own-link', 'own-target'],
    allow: { 'certs/allowed.pem': 'it is what the search has to find' },
  });
  context = materialise(dockerfile, temporaryDirectory(), new Map()).directory;
});

test('no entry of the table is in the context', () => {
  expect(fs.existsSync(path.join(context, 'app/lib/deep'))).toBe(false);
  expect(holds(context, SEEN)).toBe(true);
  expect(holds(context, CANARY)).toBe(false);
});

test('none is in a layer, a history or a configuration of any stage, nor in what was printed', () => {
  const results = dockerfile.stages.map(({ name }) => ({ name, ...build(context, { ...withSecret, target: name }) }));
  // a stage without a file of its own is no image
  const failed = results.filter(({ ok, log }) => !ok && !/image with an empty|no layers|nothing to export/i.test(log));
  expect(failed.map(({ name, log }) => `${name}: ${log.slice(-2000)}`)).toEqual([]);
  const images = results.flatMap(({ image }) => image || []);

  expect(held(images, [SEEN, CANARY])).toEqual([SEEN]);
  for (const { image, log } of results) {
    expect(log).not.toContain(CANARY);
    if (image) expect(docker('history', '--no-trunc', image) + JSON.stringify(configOf(image)) + docker('image', 'inspect', image)).not.toContain(CANARY);
  }
});

test('none is in the provenance, which names everything that a build was given', () => {
  const file = path.join(temporaryDirectory(), 'metadata.json');
  const token = path.join(temporaryDirectory(), 'token');
  write(token, SECRET);
  const flags = ['--metadata-file', file, '--secret', `id=NPM_TOKEN,src=${token}`, '--build-arg', `SEEN=${SEEN}`, '--output', 'type=cacheonly'];
  execFileSync('docker', ['build', '--quiet', ...flags, context], { env: { ...process.env, BUILDX_METADATA_PROVENANCE: 'max' }, stdio: 'pipe' });
  const text = fs.readFileSync(file, 'utf8');

  expect(JSON.parse(text)['buildx.build.provenance'].invocation).toBeDefined();
  expect(text).toContain(SEEN);
  expect(text).not.toContain(CANARY);
});

test('none is in what gates report', () => {
  const output = temporaryDirectory();
  const result = build(context, { ...withSecret, target: 'test-report', output });

  expect(result.ok).toBe(true);
  expect(holds(output, '/app/seen.txt')).toBe(true);
  expect(holds(output, CANARY)).toBe(false);
});

test('none is in the caches of the builder that a build can reach', () => {
  const ids = [...new Set([...dockerfile.render().matchAll(/--mount=type=cache,id=([^,\s]+)/g)].map(([, id]) => id))];
  const probe = temporaryDirectory();
  // the text is put together in there: the instruction itself is no finding
  const search = `grep -raqF "$(printf '%s-%s' canary ${RUN})" /caches; test $? = 1`;
  write(path.join(probe, 'Dockerfile'), `FROM ${dockerfile.baseImages[0]}\nRUN ${ids.map(id => `--mount=type=cache,id=${id},target=/caches/${id} `).join('')}${search}\n`);

  expect(ids.length).toBeGreaterThan(0);
  expect(build(probe, { noCache: true })).toMatchObject({ ok: true });
});

test('a project whose canary is let in is found out by the same search', () => {
  const directory = smallApp({ files: { 'tls.key': CANARY } });
  const leaking = NodejsDockerfile.fromDirectory({ directory, allow: { 'tls.key': 'of the tests' } });
  const made = materialise(leaking, temporaryDirectory(), new Map()).directory;

  expect(holds(made, CANARY)).toBe(true);
  expect(held([built(made, { target: 'source' })], [CANARY])).toEqual([CANARY]);
});
