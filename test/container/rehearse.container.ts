import * as fs from 'fs';
import * as path from 'path';
import { App } from 'aws-cdk-lib';
import { PipelineExample } from '../../examples/pipeline';
import { cdkNodejsImage, Ended } from '../cli/command-line';
import { cleanUp, copyOf, temporaryDirectory } from './engine';
import { NOTHING, released, statuses, Temporary } from './rehearsals';

/*
 * The pipeline example as it is synthesized: two platforms, a scan, a signature, two environments. Base images are here for one platform.
 */

jest.setTimeout(600_000);

const ROOT = path.resolve(__dirname, '..', '..');
const HOST = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

let app = '';
let sources = '';
let temporary: Temporary;

beforeAll(() => {
  app = temporaryDirectory();
  const root = new App({ outdir: app });
  new PipelineExample(root, 'Pipeline');
  root.synth();
  sources = copyOf(path.join(ROOT, 'examples', 'lets-chat'));
  temporary = new Temporary();
});

afterAll(async () => {
  await temporary.end();
  cleanUp();
});

const words = (...more: string[]) => ['rehearse', 'Pipeline', '--app', app, '--source', sources, '--platform', 'linux/amd64', ...more];
const rehearse = (...more: string[]): Promise<Ended> => cdkNodejsImage(words(...more), { environment: process.env });

/** A test that does not end for two minutes, as the linter of the example likes it. */
const SLOW = `'use strict';

it('is slow', function () {
  this.timeout(0);
  return new Promise(resolve => setTimeout(resolve, 120_000));
});
`;

describe('the pipeline example', () => {
  test('is green: gated, built, signed, released and promoted; what is left out is told, and in the exit code', async () => {
    const logs = path.join(temporaryDirectory(), 'logs');
    const { code, out, err } = await rehearse('--logs', logs);

    expect([code, err.replace(/\s+/g, ' ')]).toEqual([4, expect.stringContaining('is admitted: its gates have passed')]);
    expect(statuses(out)).toEqual({
      'Source / Source': 'ok',
      'Build / Amd64': 'ok',
      'Build / Arm64': 'not rehearsed',
      'Build / Index': 'ok',
      'Check / Scan': 'not rehearsed',
      'Check / Attest': 'ok',
      'Release / Release': 'ok',
      'staging / Promote': 'ok',
      'staging / Deploy-Ecs-staging-service': 'noted',
      'Approve-production / Approve': 'noted',
      'production / Promote': 'ok',
      'production / Deploy-Ecs-production-service': 'noted',
    });
    const [[repository, tags]] = Object.entries(released(out));
    expect(repository).toMatch(/^pipeline-chatflowrepository/);
    expect(Object.keys(tags)).toEqual(['0'.repeat(40), 'main', 'staging', expect.stringMatching(/^deployed-/), 'production', expect.stringMatching(/^deployed-/)]);
    expect(out.replace(/\s+/g, ' ')).toContain(`would deploy ${tags.main} to the service chat of the ECS cluster production`);
    expect(new Set(Object.values(tags)).size).toBe(1);
    expect(err.replace(/\s+/g, ' ')).toContain('not rehearsed: Arm64, Scan, Attest (the SBOM, whose program is fetched from the internet)');
    // logs are those of CodeBuild: names are as they are in ECR, wherever docker pushed to
    const log = fs.readFileSync(path.join(logs, 'Build-Amd64.log'), 'utf8');
    expect(log).toContain(`The push refers to repository [${HOST}/pipeline-chatflowrepository`);
    expect(log).not.toMatch(/127\.0\.0\.1:\d+(\/v2)?\/123456789012/);
    expect(temporary.left()).toEqual(NOTHING);
  });

  test('is green with exit code 0 where it is taken that some is not rehearsed', async () => {
    expect((await rehearse('--partial', '--quiet')).code).toBe(0);
  });

  test('is red with a broken test: nothing is pushed, the gate and its words are shown', async () => {
    const { code, out, err } = await rehearse('--fault', 'test');

    expect(code).toBe(1);
    expect(err).toContain('--fault test breaks test/');
    expect(statuses(out)).toMatchObject({ 'Build / Amd64': 'failed', 'Build / Index': 'not reached', 'Release / Release': 'not reached' });
    expect(out).toContain('gates that did not pass: verify (exit code 1)');
    expect(out).toContain('broken by cdk-nodejs-image rehearse --fault test');
    expect(out).toContain('Nothing is released');
    expect(temporary.left()).toEqual(NOTHING);
  });

  test.each([
    ['a registry that goes away at the first push', 'registry', /cannot (push|find out whether)/, 'The registry went away.\nNothing is released'],
    ['a push that breaks half-way', 'push', /cannot push\s+pipeline-chatflowrepository/, 'Nothing is released'],
  ])('is red with %s, with nothing under a release tag', async (_, fault, reason, end) => {
    const { code, out } = await rehearse('--fault', fault);

    expect(code).toBe(1);
    expect(statuses(out)).toMatchObject({ 'Build / Amd64': 'failed', 'Release / Release': 'not reached' });
    expect(out).toMatch(reason);
    expect(out).toContain(end);
    expect(temporary.left()).toEqual(NOTHING);
  });

  test('ended by Ctrl-C leaves nothing behind', async () => {
    fs.writeFileSync(path.join(sources, 'test', 'slow.test.js'), SLOW);
    const { code, before } = await temporary.interrupted(words(), [/step\.mjs image/, /buildx build.*test-report/]);

    expect(before).toMatchObject({ containers: [expect.any(String)], files: [expect.stringMatching(/^cdk-nodejs-image-/)] });
    expect([code, temporary.left()]).toEqual([130, NOTHING]);
  });
});
