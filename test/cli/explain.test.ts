import { readdirSync, readFileSync } from 'fs';
import { join, resolve } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { AdmissionKey, Gate, NodejsDockerfile, NodejsImageAsset, NodejsProject, PipelineSource } from '../../lib';
import { ERRORS } from '../../lib/cli/explain/errors';
import { WARNINGS } from '../../lib/cli/explain/warnings';
import { smallService, temporaryDirectory } from '../temporary';
import { cdkNodejsImage } from './command-line';

const LIB = resolve(__dirname, '..', '..', 'lib');

/** How sources name the warning that they give. */
const GIVEN: readonly RegExp[] = [
  /\bwarn\(\s*'([^']+)'/g, // findings.warn('id', ...)
  /\bid: '([a-z]+(?:-[a-z]+)*)',?\s*(?:message|needs)\b/g, // { id: 'id', message: ... }, and the table of what gates lack
  /\bwarning: '([^']+)'/g, // { warning: 'id', text: ... }
  /addWarningV2\('cdk-nodejs-image:([^']+)'/g,
];

/** Ids that sources make of parts. */
const MADE = ['build-calls-git', 'start-calls-git'];

function idsOf(text: string): string[] {
  const chosen = [...text.matchAll(/\bwarn\(([^,]*\?[^,]*),/g)].flatMap(([, choice]) => [...choice.matchAll(/'([^']+)'/g)]); // warn(a ? 'id' : 'other', ...)
  return [...GIVEN.flatMap(pattern => [...text.matchAll(pattern)]), ...chosen].map(([, id]) => id);
}

const sources = readdirSync(LIB, { recursive: true, encoding: 'utf8' })
  .filter(file => /^(project|image|delivery|pipeline|admission|codebuild|context|tags)[\\/].*\.ts$/.test(file) && !file.endsWith('.d.ts'))
  .map(file => readFileSync(join(LIB, file), 'utf8'));
const given = [...new Set([...sources.flatMap(idsOf), ...MADE])].sort();

test('every warning that is given is explained', () => {
  expect(given.length).toBeGreaterThan(55);
  expect(given.filter(id => !Object.hasOwn(WARNINGS, id))).toEqual([]);
});

test('no place that gives a warning is overlooked', () => {
  const others = sources.flatMap(text => [...text.matchAll(/\bwarn\(\s*([^'\s[][^,)]*),|addWarningV2\(\s*([^'\s][^,]*),/g)].map(([, a, b]) => a ?? b)).filter(text => !text.includes(':'));
  // what hands on a warning, or makes its id of parts
  expect([...new Set(others)].sort()).toEqual(['`${kind}-calls-git`', 'id', 'warning']);
});

test.each(Object.entries(WARNINGS))('%s has a cause and a cure', (id, { cause, cure }) => {
  expect(id).toMatch(/^[a-zA-Z]+(-[a-z]+)*$/);
  for (const text of [cause, cure]) {
    expect(text).toMatch(/^[A-Za-z].*\.$/s);
  }
});

test('one is explained, by its id as it stands in the output of a synthesis, too', async () => {
  const plain = await cdkNodejsImage(['explain', 'no-lockfile']);

  expect(plain.code).toBe(0);
  expect(plain.out).toContain('Install once, and commit the lockfile.');
  expect(plain.out).toContain('"cdk-nodejs-image:no-lockfile"');
  expect(plain.out.split('\n').filter(line => line.length > 80)).toEqual([]);
  expect((await cdkNodejsImage(['explain', '[ack: cdk-nodejs-image:no-lockfile]'])).out).toBe(plain.out);
});

test('all are listed, and one that is not there is told', async () => {
  const { out } = await cdkNodejsImage(['explain']);
  expect(out.trim().split('\n')).toHaveLength(Object.keys({ ...ERRORS, ...WARNINGS }).length);
  expect(out.split('\n').filter(line => line.length > 80)).toEqual([]);

  const { code, err } = await cdkNodejsImage(['explain', 'no-lockfil']);
  expect(code).toBe(2);
  expect(err).toContain('did you mean "no-lockfile"?');
});

/** What runs at synthesis and on the command line: what else is thrown is thrown elsewhere. */
const THROWING = readdirSync(LIB, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts') && !/^(programs|steps|handlers)[\\/]/.test(file));

test('every kind of error that is thrown is explained, and no other', () => {
  const texts = THROWING.map(file => readFileSync(join(LIB, file), 'utf8'));
  const kinds = texts.flatMap(text => [...text.matchAll(/class (\w+Error) extends Error\b/g)].map(([, name]) => name));

  expect([...new Set(kinds)].sort()).toEqual(Object.keys(ERRORS).sort());
});

/** Thrown under another name: as the kind that it extends, as the kind of who asks, or caught where a warning is made of it. */
const OTHERS = [
  'delivery/context/disk.ts: OutputError', 'context/disk.ts: OutputError', 'props/shape.ts: error', 'props/duration.ts: error', 'dockerfile/health-timing.ts: error',
  'project/scripts/flatten-script.ts: ScriptCycle', 'require-peers.ts: Error', 'context/content-key.ts: Unknowable',
];

test('nothing is thrown that is of no kind', () => {
  const others = THROWING.filter(file => !/files[\\/]git[\\/]git-index\.ts$/.test(file)) // whose errors become the warning git-index-unreadable
    .filter(file => !/model[\\/](findings|questions)\.ts$/.test(file)) // faults of the library itself, which no input calls forth
    .filter(file => !/^cli[\\/]rehearse[\\/](aws|machine|programs)[\\/]/.test(file)) // what stands for AWS answers so, and programs are of a bundle
    .flatMap(file => [...readFileSync(join(LIB, file), 'utf8').matchAll(/throw new (\w+)\(/g)].filter(([, name]) => !(name in ERRORS)).map(([, name]) => `${file.replaceAll('\\', '/')}: ${name}`));

  expect(others.filter(other => !OTHERS.includes(other))).toEqual([]);
});

test.each<[string, () => unknown]>([
  ['ProjectError', () => NodejsProject.fromDirectory('/services/api')],
  ['ImageError', () => Gate.script('test', { name: 'Unit Tests' })],
  ['DockerfileError', () => NodejsDockerfile.fromDirectory({ directory: smallService(), environment: { 'A B': 'c' } })],
  ['DeliveryError', () => new NodejsImageAsset(new Stack(new App({ outdir: temporaryDirectory() }), 'Stack'), 'Api', { directory: smallService(), gates: ['test'] as any })],
  ['AdmissionError', () => AdmissionKey.publicKey('alias/signing')],
  ['PipelineError', () => PipelineSource.gitHub('api', { connectionArn: 'x' })],
])('the example of %s is a message that is thrown', (name, build) => {
  expect(build).toThrow(expect.objectContaining({ name, message: ERRORS[name].example }));
});

test('a kind of error is explained', async () => {
  const { code, out } = await cdkNodejsImage(['explain', 'DeliveryError']);

  expect(code).toBe(0);
  expect(out).toMatch(/^DeliveryError\n {2}The image cannot be delivered/);
  expect(out.replace(/\s+/g, ' ')).toContain('write Gate.script("test")');
});
