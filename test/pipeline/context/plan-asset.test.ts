import * as fs from 'fs';
import * as path from 'path';
import { ImageTag } from '../../../lib';
import { DockerfileOrigin } from '../../../lib/pipeline/context/dockerfile-origin';
import { planAsset } from '../../../lib/pipeline/context/plan-asset';
import { planFor } from '../../../lib/pipeline/context/plan-for';
import { synthesize } from '../../delivery/delivery-stack';
import { checkout, PROGRAM } from '../../handlers/build-context/program';
import { add, smallService } from '../../temporary';

const extra = (sourceRoot: string) => ({ origin: DockerfileOrigin.PINNED, architectures: ['amd64'], tags: [ImageTag.contentHash()], sourceRoot });

function assetOf(directory: string): { hash: string; files: Record<string, Buffer> } {
  let hash = '';
  const { outdir } = synthesize(stack => {
    hash = planAsset(stack, 'Plan', { directory }, extra(directory)).asset.assetHash;
  });
  const staged = path.join(outdir, `asset.${hash}`);
  const names = fs.readdirSync(staged, { recursive: true, encoding: 'utf8' }).filter(name => fs.statSync(path.join(staged, name)).isFile());
  return { hash, files: Object.fromEntries(names.map(name => [name, fs.readFileSync(path.join(staged, name))])) };
}

test('the asset holds the plan, the program and what it reads beside it, and nothing else', () => {
  const directory = smallService();
  const { files } = assetOf(directory);
  expect(Object.keys(files).sort()).toEqual([
    ...[
      'bundling.mjs', 'collect.mjs', 'dockerfile.js', 'gate.mjs', 'parser.js', 'parsers.js', 'prune.mjs', 'reports.mjs', 'scripts.mjs', 'start.mjs', 'static.mjs', 'workspace.mjs',
    ].map(name => `bundle/${name}`),
    'index.js', 'plan.json',
  ]);
  expect(files['plan.json'].toString()).toBe(planFor({ directory }, extra(directory)));
  expect(files['index.js'].equals(fs.readFileSync(PROGRAM))).toBe(true);
});

test('the same project has the same asset wherever it lies', () => {
  const directory = smallService();
  expect(assetOf(checkout(directory)).hash).toBe(assetOf(directory).hash);
});

test('a source that changes no Dockerfile changes no asset; another start does', () => {
  const directory = smallService();
  const { hash } = assetOf(directory);
  add(directory, { 'server.js': '// changed\n' });
  expect(assetOf(directory).hash).toBe(hash);
  add(directory, { '.nvmrc': '22\n' });
  expect(assetOf(directory).hash).not.toBe(hash);
});

test('the image of the synthesis is there where it is pinned', () => {
  const directory = smallService();
  synthesize(stack => {
    expect(planAsset(stack, 'Pinned', { directory }, extra(directory)).dockerfile!.gates.map(({ name }) => name)).toEqual(['test', 'start']);
    expect(planAsset(stack, 'Regenerated', { directory }, { ...extra(directory), origin: DockerfileOrigin.REGENERATED }).dockerfile).toBeUndefined();
  });
});
