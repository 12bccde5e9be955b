import * as fs from 'fs';
import * as path from 'path';
import { BaseImage, NodejsDockerfile, NodejsProject } from '../../lib';
import { cleanUp, docker, removeImagesLike, temporaryDirectory } from '../container/engine';
import { newSources, releaseTags, synthesized } from './pipeline-fixture';
import { programs, quickDocker } from './programs';
import { recordedAws } from './recorded-aws';
import { digestOf, ECR_HOST } from './registry';
import { Execution, SimulatedPipeline } from './simulated-pipeline';

jest.setTimeout(300_000);

/*
 * A network without a way out: what a build runs has no network at all, and BuildKit's own record tells from where it took
 * the rest.
 */

/** Of this run alone: the registry outlives it. */
const RUN = `restricted-${process.pid}-${Date.now()}`;
const MIRROR = `${ECR_HOST}/${RUN}/ecr-public`;
const COMMIT = '7'.repeat(40);

afterAll(() => {
  removeImagesLike(`*/${RUN}/*`);
  cleanUp();
});

/** What came of a push. */
interface Push {
  readonly execution: Execution;
  /** The hosts that BuildKit took something from. */
  readonly hosts: string[];
  /** The services that were called. */
  readonly services: string[];
}

async function push(pipeline: SimulatedPipeline, source: string): Promise<Push> {
  const emulator = await recordedAws();
  const records = temporaryDirectory();
  const withoutNetwork = programs({
    docker: `
if [ "$1 $2" != 'buildx build' ]; then exec '${quickDocker()}/docker' "$@"; fi
shift 2
export BUILDX_METADATA_PROVENANCE=max
exec '${quickDocker()}/docker' buildx build --network none --metadata-file '${records}'/$$.json "$@"
`,
  });
  const execution = await pipeline.run({
    source, variables: { CommitId: COMMIT }, path: [withoutNetwork], environment: { AWS_ENDPOINT_URL: emulator.endpoint },
  });
  await emulator.close();
  const taken = fs.readdirSync(records).map(name => JSON.parse(fs.readFileSync(path.join(records, name), 'utf8'))['buildx.build.provenance']);
  const uris: string[] = taken.flatMap(provenance => provenance.materials ?? []).map(({ uri }: { uri: string }) => uri);
  return {
    execution,
    hosts: [...new Set(uris.map(uri => /^pkg:docker\/([^/]+\.[^/]+)\//.exec(uri)?.[1] ?? uri))].sort(),
    services: [...new Set(emulator.calls.map(({ service }) => service))].sort(),
  };
}

test('with base images of a pull through cache a push calls on ECR, S3, logs, its records and what metrics take, and on nothing else', async () => {
  const sources = newSources('good', RUN);
  const baseImage = BaseImage.debianSlim({ mirror: MIRROR });
  const mirrored = NodejsDockerfile.fromProject(NodejsProject.fromDirectory(sources), { baseImage }).baseImages;
  for (const reference of mirrored) {
    docker('tag', reference.replace(MIRROR, 'public.ecr.aws'), reference);
    docker('push', '--quiet', reference);
  }
  const repository = `${RUN}/images`;

  const { execution, hosts, services } = await push(synthesized(repository, sources, { baseImage }), sources);

  expect([execution.status, execution.actions.Amd64.log.slice(-3000)]).toEqual(['SUCCEEDED', expect.anything()]);
  expect(hosts).toEqual([ECR_HOST]);
  expect(services).toEqual(['codepipeline', 'dynamodb', 'ecr', 'logs', 'monitoring', 's3']);
  expect(await releaseTags(repository)).toEqual([COMMIT, 'main']);
  expect(await digestOf(repository, COMMIT)).toBe(execution.actions.Amd64.exported.IMAGE_DIGEST);
});

test('without one it is seen that base images come from elsewhere', async () => {
  const sources = newSources('good', `${RUN} elsewhere`);

  const { execution, hosts, services } = await push(synthesized(`${RUN}/elsewhere`, sources), sources);

  expect(execution.status).toBe('SUCCEEDED');
  expect(hosts).toEqual(['public.ecr.aws']);
  expect(services).toContain('ecr-public');
});
