import * as fs from 'fs';
import * as path from 'path';
import { Duration, Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Gate, ImageRepository, ImageTag, NodejsImagePipeline, NodejsImagePipelineProps, PipelineSource } from '../../lib';
import { smallApp } from '../container/small-app';
import { BuildOutcome } from './codebuild';
import { ask, manifestOf, tagsOf } from './registry';
import { SimulatedPipeline } from './simulated-pipeline';

const LINT = 'node --check server.js';

/** What is in the sources of a push: `good` passes; the others fail as they are called. */
export type Push = 'good' | 'broken test' | 'broken lint' | 'hanging test';

const FILES: { readonly [push in Push]: Record<string, string> } = {
  'good': {},
  'broken test': { 'server.test.js': 'require("node:test").test("is broken", () => { throw new Error("two and two are four"); });\n' },
  'broken lint': { 'server.js': 'this is no JavaScript\n' },
  'hanging test': { 'server.test.js': 'require("node:test").test("hangs", () => new Promise(() => setInterval(() => {}, 1000)));\n' },
};

/** A checkout that no build before has seen. */
export function newSources(push: Push, mark: string): string {
  const directory = smallApp({ scripts: { lint: LINT }, files: { 'new.js': `// ${mark}\n`, ...FILES[push] } });
  fs.mkdirSync(path.join(directory, '.git'));
  return directory;
}

/** The gates for a push that hangs: they wait for three seconds. Another push may take longer where the machine is busy. */
export const HASTY = [Gate.script('lint'), Gate.script('test', { timeout: Duration.seconds(3) })];

/** A pipeline with two gates that releases by the commit and by a moving tag. */
export function synthesized(repositoryName: string, directory: string, props: Partial<NodejsImagePipelineProps> = {}): SimulatedPipeline {
  return SimulatedPipeline.synthesize((stack: Stack) => {
    new NodejsImagePipeline(stack, 'Pipeline', {
      source: PipelineSource.codeCommit(Repository.fromRepositoryName(stack, 'Sources', 'sources')),
      repository: new ImageRepository(stack, 'Images', { repositoryName, movingTags: ['main'] }),
      directory,
      port: 8080,
      gates: [Gate.script('lint'), Gate.script('test')],
      tags: [ImageTag.gitCommit(), ImageTag.moving('main')],
      ...props,
    });
  });
}

/** What a build itself said last. */
export function lastWords({ log }: BuildOutcome, mark = 'nodejs-image: '): string {
  return log.split('\n').filter(line => line.startsWith(mark)).at(-1)?.slice(mark.length) ?? '';
}

/** What a repository lacks of the images that it has tags of: blobs and manifests that are not there. */
export async function missingParts(repository: string): Promise<string[]> {
  const missing: string[] = [];
  const looked = new Set<string>();
  const look = async (reference: string) => {
    if (looked.has(reference)) return;
    looked.add(reference);
    const { json } = await manifestOf(repository, reference).catch(() => ({ json: undefined }));
    if (json === undefined) {
      missing.push(reference);
      return;
    }
    for (const { digest } of json.manifests ?? []) await look(digest);
    for (const { digest } of [json.config ?? [], json.layers ?? []].flat()) {
      if ((await ask('HEAD', `${repository}/blobs/${digest}`)).status !== 200) missing.push(`${reference} ${digest}`);
    }
  };
  for (const tag of await tagsOf(repository)) await look(tag);
  return missing;
}

/** The tags of a release: not those of contents and caches. */
export async function releaseTags(repository: string): Promise<string[]> {
  return (await tagsOf(repository)).filter(tag => !/^[0-9a-f]{32}(-amd64|-arm64)?(-[0-9a-f-]+)?$|^cache-/.test(tag));
}
