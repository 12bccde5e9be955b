import { NOISE } from '../attestations/admission/mutations';
import { NOW, release } from '../attestations/admission/release';
import { AdmissionRegistry, GATES } from './admission-registry';
import { FORGERIES } from './forged-registries';
import { askAbout } from './images-to-admit';

let registry: AdmissionRegistry;

beforeAll(async () => {
  registry = await AdmissionRegistry.start(`admission-${process.pid}-${Date.now()}`);
});
afterAll(() => registry.close());

test('images of which all is there run, whatever is attached beside', async () => {
  const repository = registry.repository('good');
  for (const [index, noise] of [() => [], ...NOISE].entries()) {
    const digest = await registry.push(repository, `good-${index}`);
    const drafts = release({ digest, gates: GATES });
    await registry.attach(repository, digest, [...noise({ digest, gates: GATES, drafts, now: NOW }), ...drafts]);

    expect(await registry.ask(repository, digest)).toMatchObject({ hookStatus: 'SUCCEEDED' });
  }
});

/** Of so many images something is changed: what only a registry can show, and more. `ADMISSION_IMAGES=1000` takes as many, `ADMISSION_SEED` others. */
const IMAGES = Number(process.env.ADMISSION_IMAGES ?? Object.keys(FORGERIES).length + 15);
const SEED = Number(process.env.ADMISSION_SEED ?? 20261128);

test(`of ${IMAGES} images of which something is changed none runs, and all beside them do, by the seed ${SEED}`, async () => {
  const asked = await askAbout(registry, IMAGES, SEED);

  expect(asked.filter(({ changed, admitted }) => changed !== undefined && admitted)).toEqual([]);
  expect(asked.filter(({ changed, admitted }) => changed === undefined && !admitted)).toEqual([]);
  expect(asked.filter(({ changed }) => changed !== undefined)).toHaveLength(IMAGES);
});

test('an image that was copied to another repository with all that is attached does not run there', async () => {
  const [from, to] = [registry.repository('from'), registry.repository('to')];
  const digest = await registry.push(to, 'copied');
  await registry.attach(to, digest, release({ digest, gates: GATES }), from.uri);

  expect(await registry.ask(to, digest)).toMatchObject({ hookStatus: 'FAILED', log: expect.arrayContaining([expect.stringContaining('of another repository')]) });
});
