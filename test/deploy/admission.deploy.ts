import { MUTATIONS, NOISE } from '../attestations/admission/mutations';
import { NOW, release } from '../attestations/admission/release';
import { AdmissionRegistry, GATES } from './admission-registry';

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

test.each(Object.entries(MUTATIONS))('%s: it does not run', async (name, mutate) => {
  const repository = registry.repository('bad');
  const digest = await registry.push(repository, name);
  const given = { digest, gates: GATES, drafts: release({ digest, gates: GATES }), now: NOW };
  const mutated = { ...given, ...mutate(given, 1) };
  // what is said of another image is attached to one that is there
  await registry.attach(repository, digest, mutated.digest === digest ? mutated.drafts : release({ digest: mutated.digest, gates: GATES }));

  expect(await registry.ask(repository, digest, mutated.now)).toMatchObject({ hookStatus: 'FAILED' });
});

test('an image that was copied to another repository with all that is attached does not run there', async () => {
  const [from, to] = [registry.repository('from'), registry.repository('to')];
  const digest = await registry.push(to, 'copied');
  await registry.attach(to, digest, release({ digest, gates: GATES }), from.uri);

  expect(await registry.ask(to, digest)).toMatchObject({ hookStatus: 'FAILED', log: expect.arrayContaining([expect.stringContaining('of another repository')]) });
});
