import { randomBytes } from 'crypto';
import { GATE_PROGRAM, START_PROGRAM } from '../../../lib/image/stages/programs';
import { Evidence, packed, unpacked } from '../../../lib/steps/evidence/evidence';
import { imageMaterials, programMaterials } from '../../../lib/steps/evidence/materials';
import { directoryWith } from '../../temporary';

const EVIDENCE: Evidence = { dockerfile: 'd', materials: [], gates: [{ gate: 'test', result: 'PASSED', passedTests: ['a'], warnedTests: [], failedTests: [] }] };

test('evidence is read as it was packed', () => expect(unpacked(packed(EVIDENCE))).toEqual(EVIDENCE));

test.each([undefined, '', 'x', Buffer.from('{}').toString('base64')])('%j is no evidence', text => expect(unpacked(text)).toBeUndefined());

test('of more tests than there is room for the first are named, and how many there are', () => {
  const passedTests = Array.from({ length: 40_000 }, () => randomBytes(20).toString('hex'));
  const text = packed({ ...EVIDENCE, gates: [{ ...EVIDENCE.gates[0], passedTests }] });

  expect(text.length).toBeLessThan(300_000);
  const [{ passedTests: named, result }] = unpacked(text)!.gates;
  expect([result, named[0], named.at(-1)]).toEqual(['PASSED', passedTests[0], `and ${40_000 - named.length + 1} more`]);
});

describe('what took part', () => {
  const DOCKERFILE = 'ARG NODE_BUILD_IMAGE=public.ecr.aws/docker/library/node:24-trixie\nARG SERVICE_POSTGRES_IMAGE="public.ecr.aws/docker/library/postgres:17"\nARG SERVICE_CACHE_IMAGE=redis:8\n';
  const metadata = (...uris: string[]) => JSON.stringify({ 'buildx.build.provenance': { materials: uris.map((uri, number) => ({ uri, digest: { sha256: String(number) } })) } });

  test('are images by digest, and which of them are of services, in an order of their own', () => {
    const [node, postgres, redis] = ['public.ecr.aws/docker/library/node@24-trixie', 'public.ecr.aws/docker/library/postgres@17', 'redis@8']
      .map(name => `pkg:docker/${name}?platform=linux%2Famd64`);

    expect(imageMaterials(metadata(redis, node, postgres, node), DOCKERFILE)).toEqual([
      { name: 'base image', uri: 'docker://public.ecr.aws/docker/library/node:24-trixie', digest: { sha256: '1' } },
      { name: 'base image', uri: 'docker://public.ecr.aws/docker/library/node:24-trixie', digest: { sha256: '3' } },
      { name: 'service image', uri: 'docker://public.ecr.aws/docker/library/postgres:17', digest: { sha256: '2' } },
      { name: 'service image', uri: 'docker://redis:8', digest: { sha256: '0' } },
    ]);
  });

  test('are images of services by the argument that names another', () => {
    const [{ name }] = imageMaterials(metadata('pkg:docker/mirror.example.com/pg@17'), DOCKERFILE, { SERVICE_POSTGRES_IMAGE: 'mirror.example.com/pg:17' });

    expect(name).toBe('service image');
  });

  test.each(['', '{', '{}', metadata('pkg:npm/a@1')])('is nothing where the builder says %j', text => expect(imageMaterials(text, DOCKERFILE)).toEqual([]));

  test('are the programs that judge gates, where the build context has them', () => {
    const context = directoryWith({ [GATE_PROGRAM.source]: 'gate', [START_PROGRAM.source]: 'start' });

    expect(programMaterials(context).map(({ name }) => name)).toEqual(['gate.mjs', 'start.mjs']);
    expect(programMaterials(directoryWith({}))).toEqual([]);
  });
});
