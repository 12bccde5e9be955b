import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { ImageRepository, ImageScan, ImageSigning, ImageTag, NodejsMonorepoPipeline, NodejsMonorepoPipelineProps, PipelineSource } from '../../lib';
import { cdkNodejsImage, Ended } from '../cli/command-line';
import { cleanUp, temporaryDirectory } from './engine';
import { NOTHING, released, statuses, Temporary } from './rehearsals';
import { smallMonorepo } from './small-monorepo';

/*
 * Pipelines of a monorepo of three services: one for two platforms with a scan and a signature, one that releases two of them together.
 */

jest.setTimeout(600_000);

const NAMES = ['api', 'chat', 'mail'];
const RUN = `rehearsed-${process.pid}-${Date.now()}`;

let app = '';
let sources = '';
let temporary: Temporary;

function pipeline(root: App, id: string, names: readonly string[], props: (stack: Stack) => Partial<NodejsMonorepoPipelineProps>): void {
  const stack = new Stack(root, id);
  new NodejsMonorepoPipeline(stack, 'Services', {
    source: PipelineSource.gitHub('team/services', { connectionArn: 'arn:aws:codeconnections:us-east-1:123456789012:connection/0f0e0d0c-0000-4000-8000-000000000000' }),
    sourceRoot: sources,
    images: names.map(name => ({
      name, directory: path.join(sources, 'services', name), port: 8080, repository: new ImageRepository(stack, name, { repositoryName: `${id.toLowerCase()}/${name}`, movingTags: ['main'] }),
    })),
    tags: [ImageTag.gitCommit({ length: 8 }), ImageTag.moving('main')],
    ...props(stack),
  });
}

beforeAll(() => {
  app = temporaryDirectory();
  sources = smallMonorepo(RUN);
  const root = new App({ outdir: app });
  pipeline(root, 'Whole', NAMES, stack => ({
    platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
    scan: ImageScan.basic(),
    signing: ImageSigning.cosign(new Key(stack, 'Key', { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY })),
  }));
  pipeline(root, 'Each', NAMES, () => ({}));
  pipeline(root, 'Together', ['api', 'mail'], () => ({ releaseTogether: true }));
  root.synth();
  temporary = new Temporary();
});

afterAll(async () => {
  await temporary.end();
  cleanUp();
});

const words = (stack: string, ...more: string[]) => ['rehearse', stack, '--app', app, '--source', sources, '--platform', 'linux/amd64', ...more];
const rehearse = (stack: string, ...more: string[]): Promise<Ended> => cdkNodejsImage(words(stack, ...more), { environment: process.env });

/** The lines of an image, or of what is about all, without times. */
const linesOf = (out: string, name: string) => new RegExp(`^ {4}${name}\\n((?: {6}.*\\n)+)`, 'm').exec(out)?.[1].split('\n').map(line => line.trim().replace(/ +/g, ' ').replace(/ \d+ s$/, ''));

test('a first push is green: planned, built, signed and released; what is left out is told, and in the exit code', async () => {
  const logs = path.join(temporaryDirectory(), 'logs');
  const { code, out, err } = await rehearse('Whole', '--logs', logs);

  expect([code, err.replace(/\s+/g, ' ')]).toEqual([4, expect.stringContaining('of 3 images 0 are released as they are, 3 are not: api, chat, mail')]);
  expect(statuses(out)).toEqual({ 'Source / Source': 'ok', 'Images / Plan': 'ok', 'Images / Build': 'ok' });
  for (const name of NAMES) {
    expect(linesOf(out, name)).toEqual(expect.arrayContaining(['Build linux/amd64 ok', 'Build linux/arm64 not rehearsed', 'Index ok', 'Scan not rehearsed', 'Attest ok']));
    const { main, ...commit } = released(out)[`whole/${name}`];
    expect([Object.keys(commit), new Set([main, ...Object.values(commit)]).size]).toEqual([['00000000'], 1]);
    const signed = fs.readFileSync(path.join(logs, `Images-Build-${name}-Attest.log`), 'utf8');
    expect(signed).toMatch(new RegExp(`whole/${name}@${main}[0-9a-f]{52} has https://slsa.dev/provenance/v1`));
  }
  expect(err.replace(/\s+/g, ' ')).toContain('what was rehearsed passed; not rehearsed: Build linux/arm64, Scan');
  expect(err).toContain('is not run: it builds pull requests');
  expect(err.match(/no login to public\.ecr\.aws/g)).toHaveLength(1); // though each image is built without
  // logs are those of CodeBuild, one for each build
  expect(fs.readdirSync(logs).sort()).toEqual([
    'Images-Build-Release.log', ...NAMES.flatMap(name => ['Attest', 'Build-linux-amd64', 'Index'].map(step => `Images-Build-${name}-${step}.log`)), 'Images-Plan.log',
  ]);
  expect(`${out}${err}`.split('\n').filter(line => line.length > 80)).toEqual([]);
  expect(temporary.left()).toEqual(NOTHING);
});

test('is green with exit code 0 where all of it was rehearsed', async () => {
  const { code, out, err } = await rehearse('Together');

  expect([code, Object.keys(released(out))]).toEqual([0, ['together/api', 'together/mail']]);
  expect(err).toMatch(/what was rehearsed passed\n$/);
});

test('a broken test of one image is red: its gate and its words are shown, and the others are released', async () => {
  const { code, out, err } = await rehearse('Each', '--fault', 'test');

  expect(code).toBe(1);
  expect(err).toContain('--fault test breaks services/api/server.test.js');
  expect(statuses(out)).toMatchObject({ 'Images / Plan': 'ok', 'Images / Build': 'failed' });
  expect(NAMES.map(name => linesOf(out, name)?.[0])).toEqual(['Build failed', 'Build ok', 'Build ok']);
  expect(out).toContain('Images / Build: api / Build failed\n  gates that did not pass: test (exit code 1)\n');
  expect(out).toContain('Images / Build: Release failed\n  not released: api; 2 others are released\n  api: its build failed\n');
  expect(Object.keys(released(out))).toEqual(['each/chat', 'each/mail']);
  expect(temporary.left()).toEqual(NOTHING);
});

test.each([
  ['a broken test of one that is released together with others', 'test', /nothing is released, because the images are released together/],
  ['a registry that goes away at the first push', 'registry', /cannot (push|find out whether)[^]*The registry went away\./],
  ['a push that breaks half-way', 'push', /cannot push together\/api/],
])('%s is red, with nothing under a release tag', async (_, fault, reason) => {
  const { code, out } = await rehearse('Together', '--fault', fault);

  expect([code, statuses(out)]).toEqual([1, { 'Source / Source': 'ok', 'Images / Plan': 'ok', 'Images / Build': 'failed' }]);
  expect(out.replace(/\s+/g, ' ')).toMatch(reason);
  expect(out).toContain('Nothing is released');
  expect(temporary.left()).toEqual(NOTHING);
});

test('ended by Ctrl-C in the midst of an image leaves nothing behind', async () => {
  fs.writeFileSync(path.join(sources, 'services', 'api', 'server.test.js'), 'require("node:test").test("is slow", () => new Promise(resolve => setTimeout(resolve, 120_000)));\n');
  const { code, before } = await temporary.interrupted(words('Each'), [/step\.mjs build/, /buildx build.*test-report/]);

  expect(before).toMatchObject({ containers: [expect.any(String)], files: [expect.stringMatching(/^cdk-nodejs-image-/)] });
  expect([code, temporary.left()]).toEqual([130, NOTHING]);
});
